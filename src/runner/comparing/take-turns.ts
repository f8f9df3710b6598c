import path from 'node:path';
import type { Command, Measure, ProfiledRun } from '../profile-request.js';
import { exitStatus, startProfiledRun } from '../profiled-run.js';
import { CannotCompare } from './git.js';

/** Enough of what a program said last to see why it failed. */
const LAST_WORDS = 2000;

export type SideName = 'before' | 'after';

export interface TurnsRequest {
  readonly before: Command;
  readonly after: Command;
  /** Of each side. */
  readonly runs: number;
  readonly measure: Measure;
  /** Absolute; the profiles of each run go into a folder of their own in it. */
  readonly outFolder: string;
}

export interface TurnsOptions {
  /** The bundle `preload.cjs`. */
  readonly preload: string;
  /** Before each run: how many are done, and of which side it is. `total` counts the runs of both. */
  readonly onProgress?: (done: number, total: number, side: SideName) => void;
  /** Ends the run that is going on, and all. */
  readonly signal?: AbortSignal;
}

/** Files of the runs of each side, in the order they were made. */
export type TurnsFiles = Readonly<Record<SideName, readonly string[]>>;

/**
 * Runs two commands so that neither side profits from what else the machine does: each once, not counted, which fills the caches of files and shows
 * that both can run; then by turns, the side that goes first changing each time, so that a steady drift wrongs neither.
 * @throws CannotCompare when a command fails or leaves no profile; the signal's reason when it is aborted
 */
export async function takeTurns(request: TurnsRequest, options: TurnsOptions): Promise<TurnsFiles> {
  const { runs, outFolder } = request;
  const total = 2 * (runs + 1);
  const files: Record<SideName, string[]> = { before: [], after: [] };
  let done = 0;
  for (let round = 0; round <= runs; round++) {
    for (const side of order(round)) {
      options.signal?.throwIfAborted();
      options.onProgress?.(done, total, side);
      const made = await runOnce(request, side, path.join(outFolder, round === 0 ? 'first' : side, String(round).padStart(4, '0')), options);
      if (round > 0) files[side].push(...made);
      done += 1;
    }
  }
  return files;
}

function order(round: number): readonly SideName[] {
  return round % 2 === 0 ? ['before', 'after'] : ['after', 'before'];
}


async function runOnce(request: TurnsRequest, side: SideName, outFolder: string, { preload, signal }: TurnsOptions): Promise<readonly string[]> {
  const { [side]: command, measure } = request;
  let said = '';
  const running = await startProfiledRun({ command, measure, outFolder }, {
    preload,
    streams: 'output',
    onOutput: (chunk) => {
      said = (said + Buffer.from(chunk).toString('utf8')).slice(-LAST_WORDS);
    },
  });
  const stop = (): void => running.stop();
  signal?.addEventListener('abort', stop, { once: true });
  // It may have been aborted while the program was being started.
  if (signal?.aborted === true) stop();
  const run = await running.finished.finally(() => signal?.removeEventListener('abort', stop));
  signal?.throwIfAborted();
  if (run.exitCode === 0 && run.files.length > 0) return run.files;
  throw new CannotCompare(failureOf(run, command, side, said));
}

function failureOf(run: ProfiledRun, { program, arguments: rest, workingFolder }: Command, side: SideName, said: string): string {
  const what = `The command ${side} the change, ${[program, ...rest].join(' ')} in ${workingFolder},`;
  const why = run.exitCode === 0 ? 'left no profile.' : run.signal === undefined && run.exitCode === undefined ? 'could not be started.' : `ended with ${run.signal ?? String(exitStatus(run))}.`;
  return [`${what} ${why}`, ...run.notes, ...(said.trim() === '' || run.exitCode === 0 ? [] : ['It said:', said.trim()])].join('\n');
}
