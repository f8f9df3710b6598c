import path from 'node:path';
import { runOnce, type OneRun, type OneRunOptions } from './one-run.js';

export interface RepeatRequest extends OneRun {
  readonly runs: number;
}

export interface RepeatOptions extends OneRunOptions {
  /** Before each run: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Runs a command again and again: once, not counted, which fills the caches of files, and then as often as it is asked.
 * @returns files of all runs that count, in the order they were made
 * @throws as `runOnce` does
 */
export async function repeatRun({ runs, ...request }: RepeatRequest, { onProgress, ...options }: RepeatOptions): Promise<readonly string[]> {
  const files: string[] = [];
  for (let run = 0; run <= runs; run++) {
    onProgress?.(run, runs + 1);
    const made = await runOnce({ ...request, outFolder: path.join(request.outFolder, String(run).padStart(4, '0')) }, options);
    if (run > 0) files.push(...made);
  }
  return files;
}
