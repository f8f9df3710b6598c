import type { Finding } from '../../src/core/finding.js';
import { buildReport, type ReviewOutcome } from '../../src/report/build-report.js';
import type { Report } from '../../src/report/report.js';

const ROOT = '/p';

export const SAMPLE_TEXTS: Readonly<Record<string, string>> = {
  '/p/src/orders.ts': `import { countOrders } from './count orders';

export async function totals(users: User[]) {
  let sum = 0;
  for (const user of users) {
\tsum += await countOrders(user.id); // <b>&amp;</b>
  }
  return sum;
}
`,
  '/p/src/count orders.ts': 'export function countOrders(id: string) {\r\n  return db.order.count({ where: { id } });\r\n}\r\n',
};

/** The first occurrence of `words` in the file as a span. */
function spanOf(path: string, words: string) {
  const start = (SAMPLE_TEXTS[path] ?? '').indexOf(words);
  return { path, start, end: start + words.length };
}

export const SAMPLE_FINDING: Finding = {
  ruleId: 'n-plus-one-query',
  span: spanOf('/p/src/orders.ts', 'countOrders(user.id)'),
  message: '`countOrders` queries the database once per user. Ask for all [ids](x) at once, 100% sure.',
  severity: 'warning',
  confidence: 'high',
  evidence: [
    { span: spanOf('/p/src/orders.ts', 'for'), text: 'this loop', certainty: 'proven' },
    { span: spanOf('/p/src/count orders.ts', 'db.order.count'), text: 'this query [sic]', certainty: 'proven' },
  ],
  fingerprint: '0123456789abcdef',
  fixable: true,
};

export const SAMPLE_OUTCOME: ReviewOutcome = {
  tool: { name: 'perf-review', version: '0.1.0', url: 'https://github.com/perf-review/perf-review' },
  root: ROOT,
  files: 1234,
  skipped: [{ path: '/p/big.min.js', reason: 'minified' }],
  findings: [
    { finding: { ...SAMPLE_FINDING, ruleId: 'await-in-loop', span: spanOf('/p/src/orders.ts', 'await countOrders(user.id)'), confidence: 'medium', severity: 'information', fingerprint: 'b', fixable: false }, fixes: [] },
    {
      finding: SAMPLE_FINDING,
      fixes: [{ title: 'Ask once', safety: 'safe', differs: [], edits: [{ ...spanOf('/p/src/orders.ts', 'sum += await'), newText: 'sum = await' }] }],
    },
  ],
  accepted: [
    { finding: { ...SAMPLE_FINDING, fingerprint: 'c' }, by: 'comment', reason: 'batch job' },
    { finding: { ...SAMPLE_FINDING, fingerprint: 'd' }, by: 'baseline' },
  ],
  errors: [],
  rules: [
    { id: 'n-plus-one-query', summary: 'A query runs once per element', category: 'database', severity: 'warning', page: '# n-plus-one-query\n\nText.' },
    { id: 'await-in-loop', summary: 'Independent iterations wait for each other', category: 'async', severity: 'warning' },
  ],
  textOf: (path) => SAMPLE_TEXTS[path],
};

export function sampleReport(changes: Partial<ReviewOutcome>): Report {
  return buildReport({ ...SAMPLE_OUTCOME, ...changes });
}
