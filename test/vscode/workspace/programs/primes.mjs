// Keeps the processor busy in one function until it has seen enough of the clock.
import { pathToFileURL } from 'node:url';

export function countPrimes(limit) {
  let count = 0;
  for (let candidate = 2; candidate < limit; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor === 0) {
        prime = false;
        break;
      }
    }
    if (prime) count++;
  }
  return count;
}

export function countFor(milliseconds) {
  const end = performance.now() + milliseconds;
  let count = 0;
  while (performance.now() < end) count += countPrimes(20_000);
  return count;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const milliseconds = Number(process.argv[2] ?? 300);
  console.log(`counted ${countFor(milliseconds)}`);
  process.exitCode = 3;
}
