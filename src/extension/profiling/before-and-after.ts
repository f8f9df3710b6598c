import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Side } from '../../profile/compare/side.js';
import { repeatRun } from '../../runner/comparing/repeat-run.js';
import type { Measure } from '../../runner/profile-request.js';
import type { Subject } from '../../runner/starting/project.js';
import { folderAround } from '../profiles/folder-around.js';
import { loadSide } from '../profiles/load-profile.js';
import { workspacePaths, type ProfilePanels } from '../profiles/profile-panels.js';
import type { LoadedProfiles, SideFiles } from '../profiles/worker-messages.js';
import type { KeptBefore } from './kept-before.js';
import { comparedRunsIn, measureIn } from './measure-in.js';
import type { ProfileRuns, RepeatedTask } from './profile-run.js';

/** Runs of a program before a change, with all that is needed to make the same after it. */
export interface BeforeRuns {
  readonly subject: Subject;
  readonly measure: Measure;
  readonly runs: number;
  /** Read when they were made: the sources that lead from compiled code to what people wrote are others after the change. */
  readonly side: Side;
}

/** Runs a program before an edit and after it, and shows what the edit did. */
export class BeforeAndAfter {
  constructor(private readonly runs: ProfileRuns, private readonly panels: ProfilePanels, private readonly kept: KeptBefore) {}

  /**
   * Makes the runs before the change, and keeps what they took.
   * @throws CannotStart, CannotCompare, LoadFailure
   */
  async before(subject: Subject): Promise<BeforeRuns | undefined> {
    this.runs.remember(subject);
    const folder = vscode.Uri.file(subject.command.workingFolder);
    const plan = { subject, measure: measureIn(folder), runs: comparedRunsIn(folder) };
    const side = await this.record(`${subject.title} before the change`, plan, async (files, { signal }) => loadSide({ name: 'The runs before the change', side: files }, signal));
    if (side === undefined) return undefined;
    const made = { ...plan, side };
    await this.kept.keep(made);
    void this.offerNext(made);
    return made;
  }

  /**
   * Makes the same runs again and shows the difference.
   * @throws CannotStart, CannotCompare
   */
  async after(): Promise<LoadedProfiles | undefined> {
    const before = await this.kept.get();
    if (before === undefined) return this.offerBefore();
    const { title, command: { workingFolder } } = before.subject;
    return this.record(`${title} after the change`, before, async (files) => {
      const options = { folder: (await rootsOf(workingFolder))[0]! };
      return this.panels.openComparison(`${title}: before and after`, { before: before.side, after: files, options });
    });
  }

  private record<T>(title: string, { subject: { command, writes }, measure, runs }: Omit<BeforeRuns, 'side'>, use: (files: SideFiles, task: RepeatedTask) => Promise<T>): Promise<T | undefined> {
    return this.runs.repeat(title, async (task) => {
      await vscode.workspace.saveAll(false);
      const outFolder = await mkdtemp(path.join(tmpdir(), 'perf-review-runs-'));
      try {
        const paths = await repeatRun({ command, writes, measure, runs, outFolder, role: 'The program' }, {
          preload: task.preload, signal: task.signal, onProgress: (done, total) => task.report(`run ${String(done + 1)} of ${String(total)}`, done / total),
        });
        task.report('reading the profiles', 1);
        return await use({ paths, roots: await rootsOf(command.workingFolder), folders: workspacePaths() }, task);
      } finally {
        await rm(outFolder, { recursive: true, force: true });
      }
    });
  }

  private async offerNext({ subject, runs }: BeforeRuns): Promise<void> {
    const [after, discard] = ['Profile After', 'Discard'];
    const answer = await vscode.window.showInformationMessage(`Perf Review: ${String(runs)} runs of ${subject.title} before the change are kept. Edit the code, then run Profile After.`, after, discard);
    if (answer === after) await vscode.commands.executeCommand('perfReview.profileAfter');
    if (answer === discard) await this.kept.forget();
  }

  private offerBefore(): undefined {
    const before = 'Profile Before';
    void vscode.window.showInformationMessage('Perf Review: Nothing was profiled before the change: run Profile Before first, then edit.', before).then(async (answer) => {
      if (answer === before) await vscode.commands.executeCommand('perfReview.profileBefore');
    });
    return undefined;
  }
}

/** The folder of the project by the name it has here and, where that is a link, by its own; with `/`. */
async function rootsOf(workingFolder: string): Promise<readonly string[]> {
  const folders = workspacePaths();
  const root = folders.includes(workingFolder) ? workingFolder : (folderAround(workingFolder, folders) ?? workingFolder);
  const real = await realpath(root).catch(() => root);
  return [...new Set([root, real])].map((each) => each.replaceAll('\\', '/'));
}
