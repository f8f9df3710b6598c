import assert from 'node:assert/strict';
import fc from 'fast-check';
import { intervalIndex, rankSumProbability } from '../../../src/profile/compare/rank-sum.js';
import { shiftBetween } from '../../../src/profile/compare/shift.js';

const SEED = 20_261_122;
/** Few enough values for ties. */
const side = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 });
const longSide = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 25, maxLength: 40 });

describe('the rank sum test', () => {
  it('has the probabilities of the published tables', () => {
    const one = [1, 2, 3, 4, 5];
    assert.equal(rankSumProbability(one, [6, 7, 8, 9, 10]), 2 / 252);
    assert.equal(rankSumProbability(one, [5.5, 7, 8, 9, 10]), 2 / 252);
    assert.equal(rankSumProbability(one, [4.5, 7, 8, 9, 10]), 4 / 252);
    assert.equal(rankSumProbability([1, 2], [3, 4, 5]), 2 / 10);
    assert.equal(rankSumProbability([7, 7, 7], [7, 7, 7]), 1);
  });

  it('has the critical values of the published tables', () => {
    // The highest U of a two-sided test at 5, 2 and 1 %: Hollander, Wolfe, Chicken, table A.6.
    const cases: readonly (readonly [number, number, number, number | undefined])[] = [
      [5, 5, 0.95, 2], [5, 5, 0.98, 1], [5, 5, 0.99, 0], [7, 7, 0.95, 8], [7, 7, 0.98, 6], [7, 7, 0.99, 4], [10, 10, 0.95, 23], [10, 10, 0.98, 19], [4, 4, 0.98, undefined], [20, 20, 0.95, 127],
    ];
    for (const [one, other, level, highest] of cases) assert.equal(intervalIndex(one, other, level), highest, `${one} and ${other} at ${level}`);
  });

  it('counts as one would by hand, with ties', () => {
    fc.assert(fc.property(side, side, (one, other) => {
      assert.ok(Math.abs(rankSumProbability(one, other) - byHand(one, other)) < 1e-12);
    }), { seed: SEED });
  });

  it('goes over to the normal distribution without a step', () => {
    const values = Array.from({ length: 40 }, (_, index) => ((index * 17) % 41) + (index % 2 === 0 ? 6 : 0));
    const [one, other] = [values.filter((_, index) => index % 2 === 0), values.filter((_, index) => index % 2 === 1)];
    const exact = rankSumProbability(one, other);
    const normal = rankSumProbability([...one, 20.5], [...other, 20.5]);
    assert.ok(exact > 0.01 && exact < 0.5 && Math.abs(exact - normal) < 0.03, `${exact} ${normal}`);
  });

  it('does not care which side is which, nor for the unit or the zero', () => {
    fc.assert(fc.property(fc.oneof(fc.tuple(side, side), fc.tuple(longSide, longSide)), ([one, other]) => {
      const probability = rankSumProbability(one, other);
      assert.ok(probability > 0 && probability <= 1);
      assert.ok(Math.abs(rankSumProbability(other, one) - probability) < 1e-9);
      const moved = (values: readonly number[]): readonly number[] => values.map((value) => value * 4 + 64);
      // Rounding may make ties.
      if (new Set([...one, ...other]).size === new Set(moved([...one, ...other])).size) assert.ok(Math.abs(rankSumProbability(moved(one), moved(other)) - probability) < 1e-9);
    }), { seed: SEED });
  });
});

describe('the shift between two sides', () => {
  it('moves with one side, and turns around with both', () => {
    fc.assert(fc.property(side, side, fc.integer({ min: -50, max: 50 }), (one, other, step) => {
      const shift = shiftBetween(one, other, 0.9);
      const moved = shiftBetween(one, other.map((value) => value + step), 0.9);
      assert.deepEqual([moved.estimate, moved.low, moved.high], [shift.estimate + step, shift.low + step, shift.high + step]);
      const back = shiftBetween(other, one, 0.9);
      assert.deepEqual([back.estimate + 0, back.low + 0, back.high + 0], [0 - shift.estimate, 0 - shift.high, 0 - shift.low]);
      assert.ok(shift.low <= shift.estimate && shift.estimate <= shift.high);
    }), { seed: SEED });
  });

  it('leaves out zero exactly when the test says so, where nothing is tied', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 10, maxLength: 14 }), (values) => {
      const half = values.length >> 1;
      const shift = shiftBetween(values.slice(0, half), values.slice(half), 0.98);
      assert.equal(shift.low > 0 || shift.high < 0, shift.probability <= 0.02 + 1e-12);
    }), { seed: SEED, numRuns: 500 });
  });

  it('does not move when one run goes wild', () => {
    const before = [100, 101, 102, 103, 104];
    assert.deepEqual(shiftBetween(before, [80, 81, 82, 83, 84], 0.98).estimate, -20);
    assert.deepEqual(shiftBetween(before, [80, 81, 82, 83, 9000], 0.98).estimate, -20);
  });

  it('is unbounded where there is too little to tell', () => {
    assert.deepEqual(shiftBetween([1], [2], 0.98), { estimate: 1, low: -Infinity, high: Infinity, probability: 1 });
  });
});

/** Every way to choose which measurements are `one`'s. */
function byHand(one: readonly number[], other: readonly number[]): number {
  const all = [...one, ...other];
  const rank = (value: number): number => all.filter((each) => each < value).length + (all.filter((each) => each === value).length + 1) / 2;
  const mean = (one.length * (all.length + 1)) / 2;
  const distance = Math.abs(one.reduce((sum, value) => sum + rank(value), 0) - mean);
  let as = 0;
  let ways = 0;
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const chosen = all.filter((_, index) => (mask >> index) % 2 === 1);
    if (chosen.length !== one.length) continue;
    ways += 1;
    if (Math.abs(chosen.reduce((sum, value) => sum + rank(value), 0) - mean) >= distance - 1e-9) as += 1;
  }
  return as / ways;
}
