export function totalOf(prices: number[]): number {
  let total = 0;
  for (const price of prices) total += price;
  return total;
}
