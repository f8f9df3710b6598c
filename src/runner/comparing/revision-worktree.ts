import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChangedFile } from '../../profile/compare/changed-file.js';
import { readDiff } from '../../profile/compare/read-diff.js';
import { CannotCompare, git } from './git.js';
import { linkDependencies } from './link-dependencies.js';
import { commitOf } from './revisions.js';

/** A repository's files as they were at a revision, beside those of today. */
export interface RevisionWorktree {
  /** Absolute: the root of the repository's own working tree, and that of the revision's. */
  readonly today: string;
  readonly folder: string;
  /** The folder of the revision that corresponds to the one that was asked about. */
  readonly workingFolder: string;
  readonly commit: string;
  /** What changed since, uncommitted edits included; paths are relative to the roots, with `/`. */
  readonly changed: readonly ChangedFile[];
  /** Leaves nothing behind; never throws. */
  remove(): Promise<void>;
}

/**
 * Checks a revision out into a temporary folder, with the dependencies that are installed today when they are the same.
 * @param workingFolder absolute, in the repository
 * @throws CannotCompare
 */
export async function checkOutRevision(workingFolder: string, revision: string): Promise<RevisionWorktree> {
  const here = await realpath(workingFolder);
  const today = path.resolve((await git(here, ['rev-parse', '--show-toplevel'], `${workingFolder} is not inside of a git working tree.`)).trimEnd());
  const commit = await commitOf(here, revision);
  // Programs print and remember where they are, so it has the name that it always has.
  const outer = await realpath(await mkdtemp(path.join(tmpdir(), 'perf-review-revision-')));
  const folder = path.join(outer, path.basename(today));
  const remove = async (): Promise<void> => {
    await git(today, ['worktree', 'remove', '--force', '--force', folder]).catch(() => undefined);
    await rm(outer, { recursive: true, force: true }).catch(() => undefined);
    await git(today, ['worktree', 'prune']).catch(() => undefined);
  };
  try {
    await git(today, ['worktree', 'add', '--quiet', '--detach', folder, commit]);
    const there = path.join(folder, path.relative(today, here));
    if (!existsSync(there)) throw new CannotCompare(`The folder ${path.relative(today, here)} is not there at ${revision}.`);
    await linkDependencies(today, folder, revision);
    const diff = await git(today, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--unified=0', '--find-renames', '--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=all', commit, '--']);
    return { today, folder, workingFolder: there, commit, changed: readDiff(diff), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
