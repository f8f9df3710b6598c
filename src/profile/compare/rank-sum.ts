/**
 * The Wilcoxon–Mann–Whitney rank sum: tells two sets of measurements apart by their order alone, so that neither the shape of the noise nor one
 * wild run decides. Distributions are exact, by counting (Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, 3rd ed., 4.1 and 4.3), with
 * mean ranks for ties; for many runs they are normal, with the variance that ties leave (ibid., 4.1, "Ties").
 */

/** Above this many measurements on both sides together, counts are larger than a double keeps exactly, and the normal distribution is close. */
const EXACT_UP_TO = 40;

/**
 * Two-sided: how probable it is that chance alone sets the two sides apart as far as this, if all measurements are of one kind.
 * @param one any finite numbers, at least one
 * @param other any finite numbers, at least one
 */
export function rankSumProbability(one: readonly number[], other: readonly number[]): number {
  const ranks = doubledRanks([...one, ...other]);
  const mean = one.length * (one.length + other.length + 1);
  const distance = Math.abs(sum(ranks.slice(0, one.length)) - mean);
  if (ranks.length > EXACT_UP_TO) return normalProbability(ranks, one.length, distance);
  const counts = countsOfSums(ranks, one.length);
  let as = 0;
  for (let total = 0; total < counts.length; total++) if (Math.abs(total - mean) >= distance) as += counts[total] ?? 0;
  return as / sum(counts);
}

/**
 * All pairs of one measurement of each side, sorted by their difference, hold the interval for the shift between the sides from the pair at this
 * 0-based index to the one as far from the end.
 * @param level such as 0.99
 * @returns undefined where so few measurements cannot reach the level
 */
export function intervalIndex(one: number, other: number, level: number): number | undefined {
  const tail = (1 - level) / 2;
  if (one + other > EXACT_UP_TO) {
    const spread = Math.sqrt((one * other * (one + other + 1)) / 12);
    return Math.max(0, Math.floor((one * other) / 2 - normalQuantile(1 - tail) * spread));
  }
  const ranks = Array.from({ length: one + other }, (_, index) => index + 1);
  const counts = countsOfSums(ranks, one);
  const all = sum(counts);
  const least = (one * (one + 1)) / 2;
  let below = 0;
  let index = 0;
  while ((below + (counts[least + index] ?? 0)) / all <= tail) {
    below += counts[least + index] ?? 0;
    index += 1;
  }
  return index === 0 ? undefined : index - 1;
}

/** Twice the rank of each value, ties sharing the mean of theirs: whole numbers. */
function doubledRanks(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const ranks = new Map<number, number>();
  for (let start = 0; start < sorted.length; ) {
    const value = sorted[start] ?? 0;
    let end = start;
    while (end < sorted.length && sorted[end] === value) end += 1;
    ranks.set(value, start + end + 1);
    start = end;
  }
  return values.map((value) => ranks.get(value) ?? 0);
}

/** In how many ways so many of the ranks add up to each sum, by sum. */
function countsOfSums(ranks: readonly number[], chosen: number): Float64Array {
  const width = sum(ranks) + 1;
  // A row for each number of ranks chosen.
  const ways = new Float64Array((chosen + 1) * width);
  ways[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let size = chosen; size > 0; size--) {
      const row = size * width;
      const from = row - width - rank;
      for (let total = rank; total <= reached; total++) ways[row + total] = (ways[row + total] as number) + (ways[from + total] as number);
    }
  }
  return ways.subarray(chosen * width);
}

function normalProbability(ranks: readonly number[], chosen: number, distance: number): number {
  const count = ranks.length;
  const mean = count + 1;
  const scatter = sum(ranks.map((rank) => (rank - mean) ** 2)) / count;
  const variance = (chosen * (count - chosen) * scatter) / (count - 1);
  // All measurements are equal.
  if (variance === 0) return 1;
  // A doubled rank sum moves in steps of two.
  return Math.min(1, 2 * normalTail(Math.max(0, distance - 1) / Math.sqrt(variance)));
}

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: off by at most 7.5e-8. */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** For probabilities from a half up. */
function normalQuantile(probability: number): number {
  let low = 0;
  let high = 10;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > 1 - probability) low = middle;
    else high = middle;
  }
  return low;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
