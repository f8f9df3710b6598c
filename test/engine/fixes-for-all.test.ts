import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { reviewProgram } from '../support/review-program.js';

/** Programs whose findings have repairs of several rules, some of them refused. */
const PROGRAMS = ['n-plus-one-query/by-key.ts', 'n-plus-one-query/fix-sequelize.ts', 'await-in-loop/reads.ts', 'sequential-await/named.ts', 'missing-cleanup/fix-effects.tsx'];

describe('repairs of many findings at once', () => {
  it('are those of each finding by itself', () => {
    const files = Object.fromEntries(PROGRAMS.map((name) => [name.replaceAll('/', '-'), readFileSync(`test/fixtures/${name}`, 'utf8')]));
    const { session, reviews } = reviewProgram(files, {});
    const wanted = [...reviews.values()].flatMap((review) => review.findings.map(({ span, fingerprint }) => ({ path: span.path, fingerprint })));
    const together = session.fixesForAll(wanted);
    const apart = wanted.map(({ path, fingerprint }) => session.fixesFor(path, fingerprint));
    assert.deepEqual(together, apart);
    assert.ok(together.flat().length > 3, 'something is repaired');
  });
});
