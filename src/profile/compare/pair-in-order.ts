/** Above this many combinations only the first of both sides are paired one by one: a generated file of thousands of functions without names. */
const MOST_COMBINATIONS = 1_000_000;

/**
 * Pairs the items of two sequences without changing the order of either, so that the sum of the pairs' distances and of what stays alone is least: the
 * alignment of Needleman and Wunsch (J. Mol. Biol. 48, 1970).
 * @param distance what a pair costs, where an item that stays alone costs 1; a pair of 2 or more is never made
 */
export function pairInOrder<T>(one: readonly T[], other: readonly T[], distance: (one: T, other: T) => number, pair: (one: T, other: T) => void): void {
  if (one.length * other.length > MOST_COMBINATIONS) {
    for (const [index, item] of one.entries()) if (other[index] !== undefined && distance(item, other[index]) < 2) pair(item, other[index]);
    return;
  }
  const width = other.length + 1;
  const cost = new Float64Array((one.length + 1) * width);
  for (let column = 1; column < width; column++) cost[column] = column;
  for (let row = 1; row <= one.length; row++) {
    cost[row * width] = row;
    for (let column = 1; column < width; column++) {
      const together = cost[(row - 1) * width + column - 1]! + distance(one[row - 1]!, other[column - 1]!);
      cost[row * width + column] = Math.min(together, cost[(row - 1) * width + column]! + 1, cost[row * width + column - 1]! + 1);
    }
  }
  let [row, column] = [one.length, other.length];
  while (row > 0 && column > 0) {
    const here = cost[row * width + column]!;
    if (here === cost[(row - 1) * width + column]! + 1) row -= 1;
    else if (here === cost[row * width + column - 1]! + 1) column -= 1;
    else {
      pair(one[row - 1]!, other[column - 1]!);
      row -= 1;
      column -= 1;
    }
  }
}
