/**
 * Probabilities of many tests made comparable to one level, so that among all of them together a false alarm stays as rare as that level: Holm's
 * procedure with weights (S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scand. J. Statist. 6, 1979, section 4). Weights say where
 * a change would matter; they must not depend on which side a measurement is of.
 * @param probabilities of each test, 0 to 1
 * @param weights one each, not negative; a test without weight is never significant
 * @returns one each, 0 to 1
 */
export function weightedHolm(probabilities: readonly number[], weights: readonly number[]): readonly number[] {
  const tests = probabilities.map((probability, index) => ({ probability, weight: weights[index] ?? 0, index }));
  const weighted = tests.filter(({ weight }) => weight > 0).sort((a, b) => a.probability / a.weight - b.probability / b.weight);
  const adjusted = probabilities.map(() => 1);
  let left = weighted.reduce((sum, { weight }) => sum + weight, 0);
  let highest = 0;
  for (const { probability, weight, index } of weighted) {
    highest = Math.max(highest, Math.min(1, (probability * left) / weight));
    adjusted[index] = highest;
    left -= weight;
  }
  return adjusted;
}
