import { existsSync } from 'node:fs';
import path from 'node:path';
import { ChangedFilesError, changedFiles } from '../engine/changed-files.js';
import type { SkippedFile } from '../core/finding.js';
import type { ReviewSession } from '../engine/session-contract.js';
import type { ReviewArguments } from './arguments.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

export interface Targets {
  /** Files whose findings are reported; absolute with `/`. */
  readonly files: readonly string[];
  readonly skipped: readonly SkippedFile[];
}

/** What the arguments name. @throws UsageError */
export async function findTargets(args: ReviewArguments, session: ReviewSession, { cwd, cancel }: Surroundings): Promise<Targets> {
  const paths = args.paths.map((given) => {
    const full = path.resolve(cwd, given).replaceAll('\\', '/');
    if (!existsSync(full)) throw new UsageError(`'${given}' does not exist`);
    if (full !== cwd && !full.startsWith(cwd.endsWith('/') ? cwd : `${cwd}/`)) throw new UsageError(`'${given}' is outside of the working folder; start perf-review there`);
    return full;
  });
  const found = await session.discover(paths, cancel);
  if (args.since === undefined) return found;
  const changed = new Set(await changedSince(cwd, args.since));
  return { files: found.files.filter((file) => changed.has(file)), skipped: found.skipped.filter((file) => changed.has(file.path)) };
}

async function changedSince(cwd: string, since: string): Promise<readonly string[]> {
  try {
    return await changedFiles(cwd, since);
  } catch (error) {
    if (error instanceof ChangedFilesError) throw new UsageError(`--since: ${error.message}`);
    throw error;
  }
}
