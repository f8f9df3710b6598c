import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeFunctions, judgeWhole, LEAST_RUNS, type FunctionAmounts, type Verdict } from '../../../src/profile/compare/verdict.js';
import { weightedHolm } from '../../../src/profile/compare/weighted-holm.js';
import { seededRandom } from '../../support/seeded-random.js';

const SEED = 20_261_122;
const TURNS = { takingTurns: true };
const APART = { takingTurns: false };
const REPETITIONS = 400;

describe('the verdict on the whole', () => {
  it('is none with fewer runs than five on either side', () => {
    const five = [1, 2, 3, 4, 5];
    assert.equal(judgeWhole([1, 2, 3, 4], five.map((value) => value * 100), TURNS).verdict, 'too-few-runs');
    assert.equal(judgeWhole(five, [100], TURNS).verdict, 'too-few-runs');
    assert.equal(judgeWhole(five, five.map((value) => value * 100), TURNS).verdict, 'more');
  });

  it('has the size of the change in it', () => {
    const before = [100, 101, 99, 102, 98, 100.5, 99.5];
    const { verdict, change, low, high, before: early, after } = judgeWhole(before, before.map((value) => value * 0.8), TURNS);
    assert.equal(verdict, 'less');
    assert.ok(Math.abs(change + 0.2) < 1e-9 && low < -0.2 && low > -0.23 && high > -0.2 && high < -0.17, `${change} ${low} ${high}`);
    assert.deepEqual([early, after], [100, 80]);
  });

  it('is silent about certain changes that are too small', () => {
    const before = [100, 100.1, 100.2, 100.3, 100.4, 100.5];
    assert.equal(judgeWhole(before, before.map((value) => value * 1.01), TURNS).verdict, 'same');
    assert.equal(judgeWhole(before, before.map((value) => value * 1.01), { ...TURNS, threshold: 0.005 }).verdict, 'more');
    assert.equal(judgeWhole(before, before.map((value) => value * 1.15), { ...TURNS, threshold: 0.2 }).verdict, 'unclear');
  });

  it('turns around when the sides do', () => {
    const turned: Readonly<Record<Verdict, Verdict>> = { less: 'more', more: 'less', same: 'same', unclear: 'unclear', 'too-few-runs': 'too-few-runs' };
    const runs = fc.array(fc.integer({ min: 900, max: 1200 }), { minLength: 1, maxLength: 9 });
    fc.assert(fc.property(runs, runs, fc.boolean(), (before, after, takingTurns) => {
      // Its threshold is a part of the side before.
      const there = judgeWhole(before, after, { takingTurns, threshold: 0 });
      const back = judgeWhole(after, before, { takingTurns, threshold: 0 });
      if (takingTurns && there.verdict !== 'same' && back.verdict !== 'same') assert.equal(back.verdict, turned[there.verdict]);
      assert.ok(Math.abs((1 + there.change) * (1 + back.change) - 1) < 1e-9);
    }), { seed: SEED });
  });

  // Noise as was recorded of a small program on a machine with other work: costs only ever grow, and the machine has moods that last.
  for (const { name, jitter, mood } of [{ name: 'a shared machine', jitter: 0.03, mood: 0.03 }, { name: 'a quiet machine', jitter: 0.01, mood: 0.005 }]) {
    describe(`on ${name}`, () => {
      for (const runs of [LEAST_RUNS, 7, 10]) {
        it(`tells ${runs} runs of the same code apart at most once in twenty times`, () => {
          assert.ok(shareOf(['less', 'more'], { runs, jitter, mood, factor: 1, takingTurns: true }) <= 0.02);
          assert.ok(shareOf(['less', 'more'], { runs, jitter, mood, factor: 1, takingTurns: false }) <= 0.05);
        });
      }

      for (const runs of [7, 10]) {
        it(`sees a fifth less in ${runs} runs, and a quarter more, at least 19 times in twenty`, () => {
          assert.ok(shareOf(['less'], { runs, jitter, mood, factor: 0.8, takingTurns: true }) >= 0.95);
          assert.ok(shareOf(['more'], { runs, jitter, mood, factor: 1.25, takingTurns: true }) >= 0.95);
        });
      }
    });
  }
});

describe('the verdicts on functions', () => {
  it('find the one that changed among many that did not', () => {
    const random = seededRandom(SEED);
    const found = times(100, () => judgeFunctions(manyFunctions(random, 7, 0.5), 1000, TURNS).flatMap(({ verdict }, index) => (verdict === 'less' ? [index] : [])));
    assert.ok(found.filter((changed) => changed.includes(0)).length >= 95);
    assert.ok(found.filter((changed) => changed.some((index) => index > 0)).length <= 5);
  });

  it('cry wolf in at most one comparison of twenty, however many there are', () => {
    const random = seededRandom(SEED);
    const alarms = times(200, () => judgeFunctions(manyFunctions(random, 7, 1), 1000, TURNS).some(({ verdict }) => verdict === 'less' || verdict === 'more'));
    assert.ok(alarms.filter(Boolean).length <= 10, `${alarms.filter(Boolean).length} of 200`);
  });

  it('are parts of the whole run', () => {
    const before = [500, 501, 502, 503, 504, 505];
    const [gone, cold] = judgeFunctions([{ before, after: before.map(() => 0) }, { before: [1, 1, 1, 1, 1, 1], after: [2, 2, 2, 2, 2, 2] }], 1000, TURNS);
    assert.equal(gone?.verdict, 'less');
    assert.ok(Math.abs((gone?.change ?? 0) + 0.5025) < 1e-9);
    assert.equal(cold?.verdict, 'same');
  });
});

describe("Holm's procedure with weights", () => {
  const tests = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 10, noNaN: true })), { minLength: 1, maxLength: 12 });

  it("is Holm's where all weights are the same", () => {
    assert.deepEqual(weightedHolm([0.01, 0.04, 0.03], [1, 1, 1]), [0.03, 0.06, 0.06]);
  });

  it('never makes anything more probable to be real, and keeps the order', () => {
    fc.assert(fc.property(tests, (pairs) => {
      const adjusted = weightedHolm(pairs.map(([probability]) => probability), pairs.map(([, weight]) => weight));
      for (const [index, [probability]] of pairs.entries()) assert.ok((adjusted[index] ?? 0) >= probability - 1e-12 && (adjusted[index] ?? 2) <= 1);
    }), { seed: SEED });
  });

  it('gives nothing to a test without weight', () => {
    assert.deepEqual(weightedHolm([0, 0.01], [0, 1]), [1, 0.01]);
  });
});

interface Noise {
  readonly runs: number;
  /** Means of what single runs take longer by, and of how far the machine's mood strays, as parts. */
  readonly jitter: number;
  readonly mood: number;
  readonly factor: number;
  readonly takingTurns: boolean;
}

/** How often one of the verdicts is given. */
function shareOf(verdicts: readonly Verdict[], { runs, jitter, mood, factor, takingTurns }: Noise): number {
  const random = seededRandom(SEED);
  const given = times(REPETITIONS, () => {
    const machine = machineMoods(random, mood);
    const sides: [number[], number[]] = [[], []];
    for (let run = 0; run < 2 * runs; run++) {
      const side = takingTurns ? (run + (run >> 1)) % 2 : Math.floor(run / runs);
      sides[side]?.push(100 * (side === 1 ? factor : 1) * Math.exp(machine() + exponential(random, jitter)));
    }
    return judgeWhole(...sides, takingTurns ? TURNS : APART).verdict;
  });
  return given.filter((verdict) => verdicts.includes(verdict)).length / REPETITIONS;
}

/** A walk that is drawn back to where it began: half of what the mood was is left a run later. */
function machineMoods(random: () => number, size: number): () => number {
  let mood = 0;
  return () => {
    mood = 0.5 * mood + size * (random() + random() + random() - 1.5);
    return mood;
  };
}

function exponential(random: () => number, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** A run of 1000: one function has a third of it, fifty share the rest unevenly, each as noisy as few samples make it. */
function manyFunctions(random: () => number, runs: number, factor: number): readonly FunctionAmounts[] {
  const amounts = [333, ...Array.from({ length: 50 }, (_, index) => 150 / (index + 1))];
  return amounts.map((amount, index) => {
    const noisy = (share: number): readonly number[] => times(runs, () => Math.max(0, share + Math.sqrt(share * 2) * (random() + random() + random() - 1.5) * 2));
    return { before: noisy(amount), after: noisy(index === 0 ? amount * factor : amount) };
  });
}

function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}
