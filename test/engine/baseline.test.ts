import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatBaseline, matchBaseline, parseBaseline, updateBaseline, type Baseline, type BaselineSubject, type ReviewedPart } from '../../src/engine/baseline.js';

const EVERYTHING: ReviewedPart = { covers: () => true, ran: () => true };

function subject(path: string, fingerprint: string, ruleId = 'r'): BaselineSubject {
  return { path, finding: { ruleId, message: `about ${fingerprint}`, fingerprint } };
}

function read(text: string): Baseline {
  const baseline = parseBaseline(text);
  assert.ok(typeof baseline !== 'string', String(baseline));
  return baseline;
}

describe('baseline', () => {
  it('accepts what it holds, and says what it holds in vain', () => {
    const baseline = updateBaseline(new Map(), [subject('a.ts', '1'), subject('b.ts', '2')], EVERYTHING);
    const match = matchBaseline(baseline, [subject('a.ts', '1'), subject('a.ts', '3')], EVERYTHING);
    assert.deepEqual(match.fresh.map(({ finding }) => finding.fingerprint), ['3']);
    assert.equal(match.accepted.length, 1);
    assert.deepEqual(match.stale.map(({ path }) => path), ['b.ts']);
  });

  it('keeps reasons, and what a review of a part cannot speak for', () => {
    const text = formatBaseline(updateBaseline(new Map(), [subject('a.ts', '1'), subject('b.ts', '2'), subject('a.ts', '4', 's')], EVERYTHING));
    const reasoned = read(text.replace('"message": "about 1"', '"message": "old words", "reason": "batch job"'));
    const part: ReviewedPart = { covers: (path) => path === 'a.ts', ran: (rule) => rule === 'r' };
    const updated = updateBaseline(reasoned, [subject('a.ts', '1')], part);
    assert.deepEqual(updated.get('a.ts')?.find(({ fingerprint }) => fingerprint === '1'), { fingerprint: '1', rule: 'r', message: 'about 1', reason: 'batch job' });
    assert.ok(updated.get('a.ts')?.some(({ rule }) => rule === 's'));
    assert.equal(updated.get('b.ts')?.length, 1);
  });

  it('has one text for one set of findings, and reads back what it wrote', () => {
    const subjects = fc.uniqueArray(fc.record({ path: fc.constantFrom('a.ts', 'b.ts', '__proto__', 'é.ts'), id: fc.stringMatching(/^[0-9a-f]{4}$/) }), { selector: ({ id }) => id });
    fc.assert(fc.property(subjects, (given) => {
      const all = given.map(({ path, id }) => subject(path, id));
      const text = formatBaseline(updateBaseline(new Map(), all, EVERYTHING));
      assert.equal(formatBaseline(updateBaseline(new Map(), [...all].reverse(), EVERYTHING)), text);
      assert.equal(formatBaseline(updateBaseline(read(text), all, EVERYTHING)), text);
      assert.equal(matchBaseline(read(text), all, EVERYTHING).fresh.length, 0);
    }));
  });

  it('says why a file is none', () => {
    assert.match(String(parseBaseline('nope')), /is not JSON/);
    assert.match(String(parseBaseline('[]')), /no 'files'/);
    assert.match(String(parseBaseline('{"version":2,"files":{}}')), /version 2/);
    assert.match(String(parseBaseline('{"version":1,"files":{"a":[{}]}}')), /wrong entry at 'a'/);
  });
});
