import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { turnsWithRevision } from '../../runner/comparing/turns-with-revision.js';
import type { Subject } from '../../runner/starting/project.js';
import { workspacePaths, type ProfilePanels } from '../profiles/profile-panels.js';
import type { LoadedProfiles } from '../profiles/worker-messages.js';
import { comparedRunsIn, measureIn } from './measure-in.js';
import type { ProfileRuns } from './profile-run.js';

/**
 * Runs a program in a worktree of a revision and as it is now, by turns, and shows the difference. Nothing of the worktree is left behind.
 * @throws CannotStart, CannotCompare
 */
export function compareWithRevision(runs: ProfileRuns, panels: ProfilePanels, { title, command, writes }: Subject, revision: string): Promise<LoadedProfiles | undefined> {
  const folder = vscode.Uri.file(command.workingFolder);
  return runs.repeat(`${title} at ${revision} and now`, async ({ preload, signal, report }) => {
    await vscode.workspace.saveAll(false);
    report(`checking out ${revision}`, 0);
    const onProgress = (done: number, total: number, side: 'before' | 'after'): void => report(`run ${String(done + 1)} of ${String(total)}, ${side === 'before' ? revision : 'now'}`, done / total);
    return turnsWithRevision({ command, writes, revision, runs: comparedRunsIn(folder), measure: measureIn(folder) }, { preload, signal, onProgress }, async ({ files, roots, changed, today, then }) => {
      report('reading the profiles', 1);
      const folders = workspacePaths();
      return panels.openComparison(`${title}: ${revision} and now`, {
        before: { paths: files.before, roots: roots.before, folders: [...(await foldersThere(folders, today, then)), ...folders] },
        after: { paths: files.after, roots: roots.after, folders },
        options: { takingTurns: true, changed, folder: today },
      });
    });
  });
}

/** The workspace's folders in the worktree, so far as they are part of the repository. */
async function foldersThere(folders: readonly string[], today: string, then: string): Promise<readonly string[]> {
  const there = await Promise.all(folders.map(async (folder) => {
    const relative = path.relative(today, await realpath(folder).catch(() => folder));
    if (path.isAbsolute(relative)) return [];
    // The repository is within the folder, or the folder in it.
    if (/^\.\.(?:[/\\]\.\.)*$/.test(relative) || relative === '') return [then];
    return relative.startsWith('..') ? [] : [path.join(then, relative)];
  }));
  return there.flat();
}
