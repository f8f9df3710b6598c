import assert from 'node:assert/strict';
import type { Confidence } from '../../src/core/finding.js';
import { rules } from '../../src/rules/index.js';
import { complaint, FAMILIES, scoreLabel, tallyScores, type Label } from './labels.js';
import type { ReportedFinding } from './review-folder.js';

const label = (over: Partial<Label> = {}): Label => ({
  repo: 'acme/shop', commit: '0123456789abcdef', path: 'src/a.ts', line: 10, kind: 'positive', confidence: 'high', why: 'once per order', family: 'n-plus-one', ...over,
});
const finding = (line: number, over: Partial<ReportedFinding> = {}): ReportedFinding => ({ ruleId: 'n-plus-one-query', path: 'src/a.ts', line, endLine: line, confidence: 'high', ...over });
const found = (findings: readonly ReportedFinding[], over: Partial<Label> = {}): Confidence | undefined => scoreLabel(label(over), findings).found;

describe('corpus labels', () => {
  it('name rules that there are', () => {
    const known = new Set(rules.map((each) => each.id));
    for (const rule of Object.values(FAMILIES).flat()) assert.ok(known.has(rule), rule);
  });

  it('are answered by a finding on their lines and one line around', () => {
    assert.deepEqual([8, 9, 10, 11, 12].map((line) => found([finding(line)])), [undefined, 'high', 'high', 'high', undefined]);
    assert.equal(found([finding(13)], { endLine: 12 }), 'high');
    assert.equal(found([finding(2, { endLine: 9 })]), 'high');
    assert.equal(found([finding(2, { endLine: 8 })]), undefined);
  });

  it('are answered by their family in their file only', () => {
    assert.equal(found([finding(10, { path: 'src/b.ts' })]), undefined);
    assert.equal(found([finding(10, { ruleId: 'missing-cleanup' })]), undefined);
    assert.equal(found([finding(10, { ruleId: 'n-plus-one-request' })]), 'high');
    assert.equal(found([finding(10, { ruleId: 'await-in-loop' })]), undefined);
    assert.equal(found([finding(10, { ruleId: 'await-in-loop' })], { family: 'sequential-awaits' }), 'high');
  });

  it('take the surest of several findings', () => {
    assert.equal(found([finding(10, { confidence: 'medium' }), finding(11), finding(9, { confidence: 'low' })]), 'high');
  });

  it('are counted by family, sureness and kind', () => {
    const scored = [
      scoreLabel(label(), [finding(10)]),
      scoreLabel(label(), []),
      scoreLabel(label({ kind: 'negative' }), [finding(10, { confidence: 'medium' })]),
      scoreLabel(label({ confidence: 'medium' }), [finding(10)]),
      scoreLabel(label({ family: 'sequential-awaits', fixable: true }), []),
      scoreLabel(label({ family: 'sequential-awaits', fixable: false }), []),
    ];
    const none = { of: 0, found: 0, high: 0 };
    assert.deepEqual(tallyScores(scored), [
      { family: 'n-plus-one', labels: 'high', positives: { of: 2, found: 1, high: 1 }, negatives: { of: 1, found: 1, high: 0 } },
      { family: 'n-plus-one', labels: 'medium', positives: { of: 1, found: 1, high: 1 }, negatives: none },
      { family: 'sequential-awaits', labels: 'high', positives: { of: 2, found: 0, high: 0 }, negatives: none },
      { family: 'sequential-awaits', labels: 'fixable', positives: { of: 1, found: 0, high: 0 }, negatives: none },
    ]);
  });

  it('are complained about when missed and when a look-alike is reported', () => {
    assert.equal(complaint(scoreLabel(label(), [finding(10)])), undefined);
    assert.equal(complaint(scoreLabel(label({ kind: 'negative' }), [])), undefined);
    assert.equal(complaint(scoreLabel(label(), [])), 'missed: n-plus-one acme/shop@0123456789ab src/a.ts:10 once per order');
    assert.equal(complaint(scoreLabel(label({ kind: 'negative' }), [finding(10, { confidence: 'medium' })])), 'false, medium: n-plus-one acme/shop@0123456789ab src/a.ts:10 once per order');
  });
});
