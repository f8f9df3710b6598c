import type { Surroundings } from './surroundings.js';

const INTERVAL_MS = 100;

/** One line on standard error that overwrites itself, where someone watches. `clear` before anything else is written. */
export function createProgress({ stderr, env }: Surroundings): { show(done: number, total: number): void; clear(): void } {
  const active = stderr.interactive && (env.CI ?? '') === '';
  let last = 0;
  let shown = false;
  return {
    show(done, total) {
      const now = Date.now();
      if (!active || now - last < INTERVAL_MS) return;
      last = now;
      shown = true;
      stderr.write(`\r\u001B[KReviewing ${done} of ${total} files`);
    },
    clear() {
      if (shown) stderr.write('\r\u001B[K');
      shown = false;
    },
  };
}
