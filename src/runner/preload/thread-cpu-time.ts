import { readFileSync } from 'node:fs';

// Held now, as in segment-file.ts.
const read = readFileSync;

/** Node has it from version 23.9 on. */
interface ThreadClock {
  threadCpuUsage?: () => { readonly user: number; readonly system: number };
}

/**
 * Microseconds that this thread was on a processor since it began; undefined where neither Node nor the system says. Linux brings its number up to date
 * when the thread is interrupted, a few milliseconds late at most.
 */
export function threadCpuTime(): number | undefined {
  const clock = process as ThreadClock;
  if (clock.threadCpuUsage !== undefined) {
    const { user, system } = clock.threadCpuUsage();
    return user + system;
  }
  if (process.platform !== 'linux') return undefined;
  try {
    const nanoseconds = Number(read('/proc/thread-self/schedstat', 'utf8').split(' ')[0]);
    return nanoseconds > 0 ? Math.round(nanoseconds / 1000) : undefined;
  } catch {
    return undefined;
  }
}
