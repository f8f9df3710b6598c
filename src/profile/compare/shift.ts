import { intervalIndex, rankSumProbability } from './rank-sum.js';

/** How far one set of measurements lies above another, in their own unit. */
export interface Shift {
  readonly estimate: number;
  /** The confidence interval; infinite where there are too few measurements for its level. */
  readonly low: number;
  readonly high: number;
  /** That chance alone sets the two sides apart like this. */
  readonly probability: number;
}

/**
 * The Hodges–Lehmann estimate, the median of the differences of all pairs, with the interval that belongs to the rank sum test (Hollander, Wolfe,
 * Chicken: Nonparametric Statistical Methods, 3rd ed., 4.2 and 4.3): test, estimate and interval never contradict each other as medians or
 * resampled intervals would, and the same measurements always give the same answer.
 * @param before at least one number
 * @param after at least one number
 * @param level of the interval, such as 0.98
 */
export function shiftBetween(before: readonly number[], after: readonly number[], level: number): Shift {
  const differences = Float64Array.from(after.flatMap((late) => before.map((early) => late - early))).sort();
  const index = intervalIndex(before.length, after.length, level);
  return {
    estimate: medianOfSorted(differences),
    low: index === undefined ? -Infinity : (differences[index] ?? -Infinity),
    high: index === undefined ? Infinity : (differences[differences.length - 1 - index] ?? Infinity),
    probability: rankSumProbability(before, after),
  };
}

export function median(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** Standard deviation of both sides about their own medians: what runs of one program differ by. */
export function spreadWithin(before: readonly number[], after: readonly number[]): number {
  let squares = 0;
  for (const side of [before, after]) {
    const middle = median(side);
    for (const value of side) squares += (value - middle) ** 2;
  }
  return Math.sqrt(squares / Math.max(1, before.length + after.length - 2));
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
