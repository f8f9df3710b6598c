import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import type { Command, Measure, ProfiledRun } from '../profile-request.js';
import { exitStatus, startProfiledRun } from '../profiled-run.js';
import { CannotCompare } from './git.js';

/** Enough of what a program said last to see why it failed. */
const LAST_WORDS = 2000;

export interface OneRun {
  readonly command: Command;
  readonly measure: Measure;
  /** Absolute; nobody else's. */
  readonly outFolder: string;
  /** The profile that the program writes by itself, absolute; absent: it is recorded. */
  readonly writes?: string | undefined;
  /** What the command is to the user, such as `The command before the change`. */
  readonly role: string;
}

export interface OneRunOptions {
  /** The bundle `preload.cjs`. */
  readonly preload: string;
  /** Ends the run that is going on. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command to its end, as one of several that are compared.
 * @returns files of its profiles, at least one
 * @throws CannotCompare when it fails or leaves no profile; the signal's reason when that is aborted
 */
export async function runOnce(request: OneRun, { preload, signal }: OneRunOptions): Promise<readonly string[]> {
  const { command, measure, outFolder } = request;
  signal?.throwIfAborted();
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
  const files = run.files.length > 0 ? run.files : await ownProfile(request);
  if (run.exitCode === 0 && files.length > 0) return files;
  throw new CannotCompare(failureOf(run, request, said));
}

/** What the program wrote by itself, taken away before its next run writes there. */
async function ownProfile({ writes, outFolder }: OneRun): Promise<readonly string[]> {
  if (writes === undefined || !existsSync(writes)) return [];
  const kept = path.join(outFolder, path.basename(writes));
  await rename(writes, kept);
  return [kept];
}

function failureOf(run: ProfiledRun, { role, measure, command: { program, arguments: rest, workingFolder } }: OneRun, said: string): string {
  const failed = run.signal !== undefined || (run.exitCode ?? 0) !== 0;
  // That one which failed was not measured either tells nobody anything.
  const lines = [`${role}, ${[program, ...rest].join(' ')} in ${workingFolder}, ${endOf(run)}`, ...(failed ? [] : run.notes)];
  if (run.signal !== undefined && measure.duration !== undefined) lines.push(`It was given ${String(measure.duration / 1000)} s. Only programs that end by themselves can be compared.`);
  if (said.trim() !== '' && run.exitCode !== 0) lines.push('It said:', said.trim());
  return lines.join('\n');
}

function endOf(run: ProfiledRun): string {
  if (run.exitCode === 0) return 'left no profile.';
  return run.signal === undefined && run.exitCode === undefined ? 'could not be started.' : `ended with ${run.signal ?? String(exitStatus(run))}.`;
}
