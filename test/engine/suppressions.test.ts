import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import type { Finding } from '../../src/core/finding.js';
import { findDirectives } from '../../src/engine/directives.js';
import { suppressFile, suppressLine, type PlainEdit } from '../../src/engine/suppression-edits.js';
import { applySuppressions, type SuppressionOutcome } from '../../src/engine/suppressions.js';

const PATH = '/p/a.tsx';

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile(PATH, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
}

/** Every `find()` is a finding of rule `r`, every `wait()` one of rule `s`. */
function findingsIn(text: string): readonly Finding[] {
  return [...text.matchAll(/(find|wait)\(\)/g)].map((match) => ({
    ruleId: match[1] === 'find' ? 'r' : 's', span: { path: PATH, start: match.index, end: match.index + match[0].length },
    message: 'm', severity: 'warning', confidence: 'high', evidence: [], fingerprint: `${match.index}`, fixable: false,
  }));
}

function review(text: string, active: readonly string[] = ['r', 's']): SuppressionOutcome {
  return applySuppressions({ file: parse(text), path: PATH, relativePath: 'a.tsx', findings: findingsIn(text), active: new Set(active), known: ['r', 's', 'unbounded-query'] });
}

function counts(text: string): readonly [kept: number, suppressed: number, unused: number] {
  const { kept, suppressed, unused } = review(text);
  return [kept.length, suppressed.length, unused.length];
}

function apply(text: string, { start, end, newText }: PlainEdit): string {
  return text.slice(0, start) + newText + text.slice(end);
}

describe('suppression comments', () => {
  it('accept the next line, the same line, or the file from there on', () => {
    assert.deepEqual(counts('// perf-review-disable-next-line r -- known\nfind();\nfind();'), [1, 1, 0]);
    assert.deepEqual(counts('find(); // perf-review-disable-line r\nfind();'), [1, 1, 0]);
    assert.deepEqual(counts('find();\n/* perf-review-disable r */\nfind(); wait();\n/* perf-review-enable r */\nfind();'), [3, 1, 0]);
    assert.deepEqual(counts('/* perf-review-disable */ find(); wait(); // perf-review-enable s\nwait(); find();'), [1, 3, 0]);
    assert.deepEqual(review('// perf-review-disable-next-line r -- known -- and fine\nfind();').suppressed[0]?.reason, 'known -- and fine');
  });

  it('name several rules, or none for all', () => {
    assert.deepEqual(counts('// perf-review-disable-next-line r, s\nfind(); wait();'), [0, 2, 0]);
    assert.deepEqual(counts('// perf-review-disable-next-line\nfind(); wait();'), [0, 2, 0]);
    assert.deepEqual(counts('// perf-review-disable-next-line s\nfind(); wait();'), [1, 1, 0]);
  });

  it('may be stacked and may stand in JSX', () => {
    assert.deepEqual(counts('// perf-review-disable-next-line r\n// perf-review-disable-next-line s -- why\n/* more */\nfind(); wait();'), [0, 2, 0]);
    assert.deepEqual(counts('const a = <p>\n  {/* perf-review-disable-next-line r */}\n  {find()}\n</p>;'), [0, 1, 0]);
    assert.deepEqual(counts('const a = <p>\n // perf-review-disable-next-line r\n {find()}</p>;'), [1, 0, 0]);
  });

  it('are no more than text in strings', () => {
    assert.deepEqual(counts('const a = "// perf-review-disable-line r", b = `/* perf-review-disable-line r */`, c = /\\/\\/ perf-review-disable-line r/, d = find();'), [1, 0, 0]);
  });

  it('that suppress nothing are findings on exactly the comment, and removable', () => {
    const text = 'a();\n  // perf-review-disable-next-line r\nb();\n';
    const [unused] = review(text).unused;
    assert.ok(unused);
    const { span } = unused.finding;
    assert.equal(text.slice(span.start, span.end), '// perf-review-disable-next-line r');
    assert.equal(unused.finding.ruleId, 'unused-suppression');
    assert.match(unused.finding.fingerprint, /^[0-9a-f]{16}$/);
    assert.equal(apply(text, unused.edit), 'a();\nb();\n');
  });

  it('lose only the rules they do not need', () => {
    const removed = (text: string) => apply(text, review(text).unused[0]?.edit ?? { start: 0, end: 0, newText: '' });
    assert.equal(removed('// perf-review-disable-next-line r, s -- why\nfind();'), '// perf-review-disable-next-line r -- why\nfind();');
    assert.equal(removed('/* perf-review-disable r,s */\nfind();'), '/* perf-review-disable r */\nfind();');
    assert.equal(removed('a(); // perf-review-disable-line r\nb();'), 'a();\nb();');
    assert.equal(removed('const a = <p>\n  {/* perf-review-disable-line r */}\n  {b}\n</p>;'), 'const a = <p>\n  {b}\n</p>;');
    assert.equal(removed('f(/* perf-review-disable-line r */ a);'), 'f(a);');
  });

  it('for rules that did not run are not unused', () => {
    assert.equal(review('// perf-review-disable-next-line s\na();', ['r']).unused.length, 0);
    assert.equal(review('// perf-review-disable-next-line\na();', ['r']).unused.length, 0);
    assert.equal(review('// perf-review-disable-next-line\na();', ['r', 's', 'unbounded-query']).unused.length, 1);
  });

  it('that are misspelt say what was meant', () => {
    const message = (text: string) => review(text).unused[0]?.finding.message;
    assert.equal(message('// perf-review-disable-next-line unbounded-qery\nfind();'), "This comment names an unknown rule 'unbounded-qery', did you mean 'unbounded-query'?");
    assert.equal(message('// perf-review-disable-nextline r\nfind();'), "This comment does nothing: there is no 'perf-review-disable-nextline', did you mean 'perf-review-disable-next-line'?");
    assert.match(message('// perf-review-disable-line r because it is fine\nfind();') ?? '', /a reason goes behind ' -- '/);
  });
});

describe('adding a suppression', () => {
  const added = (text: string, reason: string) => {
    const finding = findingsIn(text)[0];
    assert.ok(finding);
    return apply(text, suppressLine(parse(text), finding.span, 'r', reason));
  };

  it('keeps indentation and line breaks', () => {
    assert.equal(added('{\r\n\tfind();\r\n}', 'why'), '{\r\n\t// perf-review-disable-next-line r -- why\r\n\tfind();\r\n}');
  });

  it('works wherever an expression can be', () => {
    const places = [
      'find();', 'const a = <p>\n  {find()}\n</p>;', 'const a = <p>\n  text {find()} text\n</p>;', 'const a = <p a={\n  find()\n} b="1"\n c={find()} />;',
      // eslint-disable-next-line no-template-curly-in-string
      'const a = `\n  line ${find()} line\n`;', 'const a = `${\n  find()\n}`;', 'x\n  .y(z)\n  .then(() => find());', 'const a = <><b/>\n<i>{find()}</i></>;',
      // eslint-disable-next-line no-template-curly-in-string
      'f(a,\n  find());', 'const a = <p>{b}\n  {`\n ${find()}`}</p>;', 'const a = <p>{[\n  find(),\n]}</p>;',
    ];
    for (const text of places) {
      const result = added(text, 'ends */ here\nand there');
      const expected = findingsIn(text).length;
      const { kept, suppressed } = review(result);
      assert.ok(suppressed.length >= 1 && kept.length + suppressed.length === expected, `${text}\n=>\n${result}`);
      assert.equal(errorsIn(result), errorsIn(text), result);
    }
  });

  it('for a file goes below what must come first', () => {
    const top = (text: string) => apply(text, suppressFile(parse(text), 'r', ''));
    assert.equal(top('#!/usr/bin/env node\nfind();'), '#!/usr/bin/env node\n/* perf-review-disable r */\nfind();');
    assert.equal(top('/** @jest-environment jsdom */\nfind();'), '/** @jest-environment jsdom */\n/* perf-review-disable r */\nfind();');
    assert.deepEqual(counts(top('find();\nfind();')), [0, 2, 0]);
  });

  function errorsIn(text: string): number {
    return (parse(text) as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length;
  }
});

describe('directives', () => {
  it('are read as they were written, and never throw', () => {
    const id = fc.stringMatching(/^[a-z][a-z-]{0,10}[a-z]$/);
    const reason = fc.stringMatching(/^[a-z]([a-z ,.]{0,20}[a-z.])?$/);
    const kind = fc.constantFrom('disable-next-line', 'disable-line', 'disable', 'enable');
    fc.assert(fc.property(kind, fc.uniqueArray(id, { maxLength: 4 }), fc.option(reason), fc.boolean(), (word, ids, why, block) => {
      const body = ` perf-review-${word} ${ids.join(', ')}${why === null ? '' : ` -- ${why}`} `;
      const [directive] = findDirectives(parse(`a();\n${block ? `/*${body}*/` : `//${body}`}\nb();`));
      assert.equal(directive?.kind, word);
      assert.deepEqual(directive?.ruleIds, ids);
      assert.equal(directive?.reason, why === null ? undefined : why.replace(/\s+/g, ' '));
    }));
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void findDirectives(parse(`${a} perf-review-disable ${b}`))));
  });
});
