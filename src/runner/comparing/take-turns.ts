import path from 'node:path';
import type { Command, Measure } from '../profile-request.js';
import { runOnce, type OneRunOptions } from './one-run.js';

export type SideName = 'before' | 'after';

export interface TurnsRequest {
  readonly before: Command;
  readonly after: Command;
  /** Of each side. */
  readonly runs: number;
  readonly measure: Measure;
  /** Absolute; the profiles of each run go into a folder of their own in it. */
  readonly outFolder: string;
  /** The profile that either command writes by itself, absolute; absent: it is recorded. */
  readonly writes?: string | undefined;
}

export interface TurnsOptions extends OneRunOptions {
  /** Before each run: how many are done, and of which side it is. `total` counts the runs of both. */
  readonly onProgress?: ((done: number, total: number, side: SideName) => void) | undefined;
}

/** Files of the runs of each side, in the order they were made. */
export type TurnsFiles = Readonly<Record<SideName, readonly string[]>>;

/**
 * Runs two commands so that neither side profits from what else the machine does: each once, not counted, which fills the caches of files and shows
 * that both can run; then by turns, the side that goes first changing each time, so that a steady drift wrongs neither.
 * @throws as `runOnce` does
 */
export async function takeTurns({ runs, outFolder, measure, writes, ...commands }: TurnsRequest, { onProgress, ...options }: TurnsOptions): Promise<TurnsFiles> {
  const files: Record<SideName, string[]> = { before: [], after: [] };
  let done = 0;
  for (let round = 0; round <= runs; round++) {
    for (const side of order(round)) {
      onProgress?.(done, 2 * (runs + 1), side);
      const folder = path.join(outFolder, round === 0 ? `first-${side}` : side, String(round).padStart(4, '0'));
      const made = await runOnce({ command: commands[side], measure, writes, outFolder: folder, role: `The command ${side} the change` }, options);
      if (round > 0) files[side].push(...made);
      done += 1;
    }
  }
  return files;
}

function order(round: number): readonly SideName[] {
  return round % 2 === 0 ? ['before', 'after'] : ['after', 'before'];
}
