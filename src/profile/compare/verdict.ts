import { median, shiftBetween, spreadWithin } from './shift.js';
import { weightedHolm } from './weighted-holm.js';

/** What the runs after a change are beside those before it, in what was measured: less time is faster. */
export type Verdict = 'less' | 'more' | 'same' | 'unclear' | 'too-few-runs';

/**
 * Runs a side below which nothing is said. Of five and five one order in 252 sets the sides wholly apart: the least with which a rank test can reach
 * a level of 99 %.
 */
export const LEAST_RUNS = 5;
/** On a shared machine a change of a fifth is told in at least 19 of 20 comparisons of so many runs: `npm run bench`. */
export const USUAL_RUNS = 10;
/** More runs tell nothing that these do not. */
export const MOST_RUNS = 1000;

/**
 * Confidence of the verdict and its interval. Two runs of the same code are called different at most once in fifty times; `npm run bench` has how often
 * they really are, and how often a change of 20 % is seen.
 */
export const LEVEL = 0.98;

/** Among all functions of a comparison together, one is called changed by chance in at most one comparison of twenty. */
const FUNCTIONS_LEVEL = 0.05;

/** Smaller changes of the whole are nobody's concern, whatever their certainty. */
const SMALLEST_CHANGE = 0.02;

/**
 * Runs of one side after those of the other also have the machine's mood between them: other programs, heat, clock speed. Of 250 pairs of runs of one
 * program on a shared machine, sets of ten were called different in 11 % of the cases by the rule for runs that take turns, and in under 1 % when the
 * change must also be above this and above twice the spread within a side.
 */
const SMALLEST_CHANGE_APART = 0.05;
const SPREADS_APART = 2;

/** An interval within so much of no change at all is "the same". */
const SAME_WITHIN = 0.05;

/** A function's change counts from this part of the whole run. */
const SMALLEST_PART = 0.01;

export interface VerdictOptions {
  /** Whether runs of both sides took turns, so that whatever else the machine did wronged neither. */
  readonly takingTurns: boolean;
  /** The smallest change of the whole that counts, such as 0.02; absent: what the way of measuring can tell. */
  readonly threshold?: number;
}

/** A change as a part of what was before: -0.2 is a fifth less. */
export interface Change {
  readonly verdict: Verdict;
  /** Medians of the sides. */
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** The interval at `LEVEL`; infinite with too few runs. */
  readonly low: number;
  readonly high: number;
  readonly probability: number;
}

/** @param before positive amounts, one for each run, as is `after`; at least one each */
export function judgeWhole(before: readonly number[], after: readonly number[], { takingTurns, threshold }: VerdictOptions): Change {
  // Noise is in proportion, and so is the change asked for.
  const [early, late] = [before.map(Math.log), after.map(Math.log)];
  const { estimate, low, high, probability } = shiftBetween(early, late, LEVEL);
  const result = { before: median(before), after: median(after), change: Math.expm1(estimate), low: Math.expm1(low), high: Math.expm1(high), probability };
  if (Math.min(before.length, after.length) < LEAST_RUNS) return { ...result, verdict: 'too-few-runs' };
  const least = threshold ?? (takingTurns ? SMALLEST_CHANGE : SMALLEST_CHANGE_APART);
  const smallest = Math.max(least, takingTurns ? 0 : Math.expm1(SPREADS_APART * spreadWithin(early, late)));
  const different = probability <= 1 - LEVEL && (low > 0 || high < 0);
  const size = Math.abs(result.change);
  if (different && size >= smallest) return { ...result, verdict: result.change < 0 ? 'less' : 'more' };
  const same = result.low > -SAME_WITHIN && result.high < SAME_WITHIN;
  return { ...result, verdict: same ? 'same' : 'unclear' };
}

/** What one function took in each run of both sides, in the unit of the whole; 0 where it did not run. */
export interface FunctionAmounts {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Changes of many functions, judged together. A function's share of all that was measured on both sides is its share of the alarms that chance may
 * raise: a hot function is told with few runs, and a thousand cold ones cannot cry wolf. Functions that never were enough to be called changed
 * take no share, and are the same.
 * @param whole the median of the whole before; changes and intervals are parts of it
 */
export function judgeFunctions(functions: readonly FunctionAmounts[], whole: number, { takingTurns }: VerdictOptions): readonly Change[] {
  const part = (amount: number): number => (whole > 0 ? amount / whole : 0);
  const changes = functions.map(({ before, after }): Change => {
    const medians = { before: median(before), after: median(after) };
    const most = { before: part(Math.max(...before)), after: part(Math.max(...after)) };
    const isCold = Math.max(most.before, most.after) < SMALLEST_PART;
    if (isCold) return { ...medians, verdict: 'same', change: part(medians.after - medians.before), low: -most.before, high: most.after, probability: 1 };
    const { estimate, low, high, probability } = shiftBetween(before, after, LEVEL);
    return { ...medians, verdict: 'unclear', change: part(estimate), low: part(low), high: part(high), probability };
  });
  const weights = functions.map(({ before, after }, index) => (changes[index]?.verdict === 'same' ? 0 : sum(before) + sum(after)));
  const probabilities = weightedHolm(changes.map(({ probability }) => probability), weights);
  return changes.map((change, index) => {
    const { before = [], after = [] } = functions[index] ?? {};
    if (Math.min(before.length, after.length) < LEAST_RUNS) return { ...change, verdict: 'too-few-runs' };
    const probability = probabilities[index] ?? 1;
    const smallest = Math.max(SMALLEST_PART, takingTurns ? 0 : part(SPREADS_APART * spreadWithin(before, after)));
    if (probability <= FUNCTIONS_LEVEL && Math.abs(change.change) >= smallest) return { ...change, probability, verdict: change.change < 0 ? 'less' : 'more' };
    const same = change.low > -SMALLEST_PART && change.high < SMALLEST_PART;
    return { ...change, probability, verdict: same ? 'same' : 'unclear' };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
