import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toGithub } from '../../src/report/github.js';
import { toHtml } from '../../src/report/html.js';
import { LineTable } from '../../src/report/line-table.js';
import { toText } from '../../src/report/text.js';
import { sampleReport, SAMPLE_FINDING } from './sample-report.js';

describe('text report', () => {
  it('shows the place, the words and the code that proves them', () => {
    const [, finding] = toText(sampleReport({}), false).split('\n\n');
    assert.equal(finding, `src/orders.ts:6:15  warning  n-plus-one-query (high confidence)
  \`countOrders\` queries the database once per user. Ask for all [ids](x) at once, 100% sure.
   5 |   for (const user of users) {
     |   --- this loop
   6 |   sum += await countOrders(user.id); // <b>&amp;</b>
     |                ^^^^^^^^^^^^^^^^^^^^
     --> src/count orders.ts:2:10
   2 |   return db.order.count({ where: { id } });
     |          -------------- this query [sic]`);
  });

  it('tells proven links from others, and what is said of the finding as a whole', () => {
    const { span, evidence: [loop, query] } = SAMPLE_FINDING;
    assert.ok(loop && query);
    const finding = { ...SAMPLE_FINDING, confidence: 'low' as const, evidence: [
      loop, { span, text: 'each round calls this', certainty: 'proven' as const }, { ...query, certainty: 'inferred' as const }, { span, text: 'the loop is short', certainty: 'doubtful' as const },
    ] };
    const report = sampleReport({ findings: [{ finding, fixes: [] }] });
    const text = toText(report, false);
    assert.ok(text.includes('\n     |                ^^^^^^^^^^^^^^^^^^^^ each round calls this\n     --> '), text);
    assert.ok(text.includes('\n     |          ~~~~~~~~~~~~~~ inferred: this query [sic]\n     = doubtful: the loop is short\n'), text);
    const page = toHtml(report);
    assert.ok(page.includes('<mark class="link inferred">db.order.count</mark>'));
    assert.ok(page.includes('<ul class="notes"><li>doubtful: the loop is short</li></ul>'));
    assert.ok(toGithub(report).commands.includes('src/orders.ts:6 doubtful: the loop is short'));
  });

  it('ends with numbers', () => {
    assert.match(toText(sampleReport({}), false), /\n2 findings in 1 of 1,234 files \(1 warning, 1 information\); 1 accepted by comments; 1 accepted by the baseline; 1 file skipped\n\n1 finding may be repaired/);
    assert.equal(toText(sampleReport({ findings: [], accepted: [], skipped: [], files: 1 }), false), 'No findings in 1 file\n');
  });

  it('has colours only when asked, and lets no source text control the terminal', () => {
    const evil = { ...SAMPLE_FINDING, message: 'a\u001B[2Jb\u202Ec' };
    const report = sampleReport({ findings: [{ finding: evil, fixes: [] }], textOf: () => 'x\u001B]0;title\u0007\ny' });
    assert.doesNotMatch(toText(report, false), /[\u001B\u0007\u202E]/);
    assert.match(toText(report, true), /\u001B\[33mwarning/);
  });

  it('cuts lines that are far too long around the mark', () => {
    const text = `${'x'.repeat(5000)}slow()${'y'.repeat(5000)}`;
    const span = { path: '/p/a.ts', start: 5000, end: 5006 };
    const report = sampleReport({ findings: [{ finding: { ...SAMPLE_FINDING, span, evidence: [] }, fixes: [] }], textOf: () => text });
    const [code = '', marks = ''] = toText(report, false).split('\n').slice(2, 4);
    assert.ok(code.length < 160);
    assert.equal(code.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'slow()');
  });
});

describe('GitHub report', () => {
  it('escapes commands, puts the surest first, and tells of the limit', () => {
    const { commands } = toGithub(sampleReport({}));
    assert.match(commands, /^::warning file=src\/orders\.ts,line=6,endLine=6,col=15,endColumn=35,title=n-plus-one-query \(high confidence\)::`countOrders` .* 100%25 sure\.%0Asrc\/orders\.ts:5 this loop%0A/);
    assert.doesNotMatch(commands, /first 10/);
    const many = Array.from({ length: 11 }, () => ({ finding: { ...SAMPLE_FINDING, message: '::error::x\n::warning::y' }, fixes: [] }));
    const crowded = toGithub(sampleReport({ findings: many })).commands.split('\n');
    assert.equal(crowded.filter((line) => line.startsWith('::')).length, 11);
    assert.ok(crowded.some((line) => /only the first 10/.test(line)));
  });

  it('lets no name end a property or a table cell', () => {
    const report = sampleReport({ findings: [{ finding: { ...SAMPLE_FINDING, span: { path: '/p/a,b:c|<i>\n.ts', start: 0, end: 1 }, evidence: [] }, fixes: [] }] });
    const { commands, summary } = toGithub(report);
    assert.match(commands, /^::warning file=a%2Cb%3Ac\|<i>%0A\.ts,line=1/);
    assert.doesNotMatch(summary, /<i>/);
    assert.ok(summary.split('\n').filter((line) => line.startsWith('| ')).every((line) => line.split(' | ').length === 4));
  });
});

describe('HTML report', () => {
  const page = toHtml(sampleReport({}));

  it('loads and runs nothing, and its policy allows its own style', () => {
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    assert.ok(page.includes(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`));
    assert.match(page, /default-src 'none'/);
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|\son\w+=|style="|https?:/i);
  });

  it('shows source text as text', () => {
    assert.ok(page.includes('&#60;b&#62;&#38;amp;&#60;/b&#62;'));
    const evil = { ...SAMPLE_FINDING, message: '<script>alert(1)</script> `<b>`', ruleId: '"><svg onload=x>' };
    assert.doesNotMatch(toHtml(sampleReport({ findings: [{ finding: evil, fixes: [] }] })), /<script|<svg|<b>[^0-9]/);
  });

  it('marks the place and its evidence', () => {
    assert.ok(page.includes('<mark>countOrders(user.id)</mark>'));
    assert.ok(page.includes('<mark class="link">db.order.count</mark>'));
  });
});

describe('line table', () => {
  it('counts in UTF-16 units and knows every line break', () => {
    const table = new LineTable('é𝕏x\r\ny\rz\n');
    assert.deepEqual([0, 3, 6, 7, 8, 9, 10, 99].map((offset) => Object.values(table.position(offset)).join(':')), ['1:1', '1:4', '2:1', '2:2', '3:1', '3:2', '4:1', '4:1']);
    assert.deepEqual(table.lines(), ['é𝕏x', 'y', 'z', '']);
  });
});
