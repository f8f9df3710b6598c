import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChangedFile } from '../../profile/compare/changed-file.js';
import type { Command, Measure } from '../profile-request.js';
import { commandAt } from './command-at.js';
import { checkOutRevision } from './revision-worktree.js';
import { takeTurns, type SideName, type TurnsFiles, type TurnsOptions } from './take-turns.js';

export interface RevisionRequest {
  /** As it runs today. */
  readonly command: Command;
  readonly revision: string;
  /** Of each side. */
  readonly runs: number;
  readonly measure: Measure;
  /** The profile that the command writes by itself, absolute and outside of the repository; absent: it is recorded. */
  readonly writes?: string | undefined;
}

/** Runs of a revision and of today, and what is to be known to compare them. Paths are absolute, with `/`. */
export interface RevisionTurns {
  readonly files: TurnsFiles;
  /** Roots of the repository's own working tree, and of the revision's. */
  readonly today: string;
  readonly then: string;
  /** Folders that the sources of each side lie in: packages may be links into today's tree on both. */
  readonly roots: Readonly<Record<SideName, readonly string[]>>;
  readonly changed: readonly ChangedFile[];
}

/**
 * Runs a command by turns in a worktree of a revision and where it is today. Profiles and worktree are there while they are made use of, and gone
 * afterwards, however that ends.
 * @throws CannotCompare; the signal's reason when it is aborted; what `use` throws
 */
export async function turnsWithRevision<T>({ command, revision, ...request }: RevisionRequest, options: TurnsOptions, use: (turns: RevisionTurns) => Promise<T>): Promise<T> {
  const outFolder = await mkdtemp(path.join(tmpdir(), 'perf-review-runs-'));
  try {
    options.signal?.throwIfAborted();
    const worktree = await checkOutRevision(command.workingFolder, revision);
    try {
      const files = await takeTurns({ ...request, before: commandAt(worktree, command, revision), after: command, outFolder }, options);
      const [today, then] = [worktree.today, worktree.folder].map((folder) => folder.replaceAll('\\', '/')) as [string, string];
      return await use({ files, today, then, roots: { before: [then, today], after: [today] }, changed: worktree.changed });
    } finally {
      await worktree.remove();
    }
  } finally {
    await rm(outFolder, { recursive: true, force: true });
  }
}
