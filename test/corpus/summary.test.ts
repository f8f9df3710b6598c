import assert from 'node:assert/strict';
import { findingList, listChanges } from './finding-list.js';
import type { ReportedFinding } from './review-folder.js';
import { figuresOf, renderSummary, summaryJson, type CorpusRepository, type Summary } from './summary.js';

const finding = (path: string, line: number, over: Partial<ReportedFinding> = {}): ReportedFinding => ({ ruleId: 'n-plus-one-query', path, line, endLine: line, confidence: 'high', ...over });
const FINDINGS = [finding('src/b.ts', 12), finding('src/b.ts', 2, { confidence: 'medium' }), finding('Src/z.ts', 1, { ruleId: 'missing-cleanup' }), finding('scripts/seed.ts', 4, { confidence: 'medium' }), finding('test/a.ts', 3, { confidence: 'low' })];
const REPOSITORIES: readonly CorpusRepository[] = [{ repo: 'acme/shop', commit: '0123456789abcdef', about: 'Prisma' }, { repo: 'acme/blog', commit: 'fedcba9876543210', about: 'Knex' }];

describe('corpus finding list', () => {
  it('is sorted the same everywhere', () => {
    const expected = 'Src/z.ts:1 missing-cleanup high\nscripts/seed.ts:4 n-plus-one-query medium\nsrc/b.ts:2 n-plus-one-query medium\nsrc/b.ts:12 n-plus-one-query high\ntest/a.ts:3 n-plus-one-query low\n';
    assert.equal(findingList(FINDINGS), expected);
    assert.equal(findingList([...FINDINGS].reverse()), expected);
    assert.equal(findingList([]), '');
  });

  it('tells which findings appeared and which went', () => {
    const [before, after] = [findingList([finding('a.ts', 1), finding('a.ts', 1), finding('b.ts', 1)]), findingList([finding('a.ts', 1), finding('b.ts', 1, { confidence: 'medium' }), finding('c.ts', 1)])];
    assert.deepEqual(listChanges(before, after), {
      appeared: ['b.ts:1 n-plus-one-query medium', 'c.ts:1 n-plus-one-query high'],
      gone: ['a.ts:1 n-plus-one-query high', 'b.ts:1 n-plus-one-query high'],
    });
    assert.deepEqual(listChanges(after, after), { appeared: [], gone: [] });
  });
});

describe('corpus summary', () => {
  const shop = figuresOf('0123456789abcdef', { files: 3, lines: 5_000 }, FINDINGS);
  const summary: Summary = {
    labels: [{ family: 'n-plus-one', labels: 'high', positives: { of: 8, found: 7, high: 6 }, negatives: { of: 0, found: 0, high: 0 } }],
    repositories: { 'acme/shop': shop, 'acme/blog': figuresOf('fedcba9876543210', { files: 0, lines: 0 }, []) },
  };

  it('counts by rule, confidence and what a path is for', () => {
    assert.deepEqual(shop, {
      commit: '0123456789abcdef', files: 3, lines: 5_000,
      rules: { 'missing-cleanup': { high: 1 }, 'n-plus-one-query': { high: 1, medium: 2, low: 1 } },
      besideProduct: { medium: 1, low: 1 },
    });
  });

  it('is the same when it is read back', () => {
    assert.deepEqual(JSON.parse(summaryJson(summary)), summary);
    assert.deepEqual(JSON.parse(summaryJson({ labels: [], repositories: {} })), { labels: [], repositories: {} });
  });

  it('reads as tables', () => {
    const lines = renderSummary(summary, REPOSITORIES).split('\n');
    for (const line of [
      '| n-plus-one | high | 7 of 8, 87.5 % | 6 of 8, 75.0 % | – | – |',
      '| acme/shop | Prisma | 0123456789ab | 3 | 5000 | 2 | 2 | 4.00 | 4.00 | 25.0 % | 1 |',
      '| acme/blog | Knex | fedcba987654 | 0 | 0 | 0 | 0 | – | – | – | 0 |',
      '| All |  |  | 3 | 5000 | 2 | 2 | 4.00 | 4.00 | 25.0 % | 1 |',
      '| acme/shop | 1 + 0 | 1 + 2 |',
      '| acme/blog | – | – |',
    ]) assert.ok(lines.includes(line), `${line}\n\n${lines.join('\n')}`);
  });

  it('has no table without rows', () => {
    assert.ok(!renderSummary({ labels: [], repositories: {} }, REPOSITORIES).includes('|'));
  });
});
