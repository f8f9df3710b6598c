import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AttachRequest, AttachedProfile } from '../../runner/attach/attached-profile.js';
import type { Measure, ProfiledRun } from '../../runner/profile-request.js';
import { startProfiledRun, type RunningProfile } from '../../runner/profiled-run.js';
import type { Subject } from '../../runner/starting/project.js';
import type { ProfilePanels } from '../profiles/profile-panels.js';
import { say } from '../say.js';
import { OnlyRun, type HeldRun } from './only-run.js';
import { newRunFolder } from './run-folders.js';
import { RunTerminal } from './run-terminal.js';

/** Work that runs programs more than once. */
export interface RepeatedTask {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** Path of the script that programs are started with. */
  readonly preload: string;
  /** Says what is being done; `part` of all is done, from 0 to 1. */
  report(message: string, part: number): void;
}

/** Runs programs under the profiler, one at a time, and shows what they did. */
export class ProfileRuns implements vscode.Disposable {
  private readonly only = new OnlyRun((title) => this.showRunning(title));
  private readonly status = vscode.window.createStatusBarItem('perfReview.profiling', vscode.StatusBarAlignment.Left, 10);
  private latest: Subject | undefined;
  /** Of runs that are over, by name: a new run of the same takes the place of its terminal. */
  private readonly ended = new Map<string, vscode.Terminal>();

  /** @param preload path of the script that programs are started with */
  constructor(private readonly panels: ProfilePanels, private readonly storage: vscode.Uri, private readonly preload: string, private readonly output: vscode.LogOutputChannel) {
    this.status.name = 'Perf Review: Profiling';
    this.status.command = 'perfReview.stopProfiling';
  }

  /** What was run last, to be run again. */
  get last(): Subject | undefined {
    return this.latest;
  }

  remember(subject: Subject): void {
    this.latest = subject;
  }

  /** Ends the run that is going on; what it measured is kept. */
  stop(): void {
    if (!this.only.stop()) say('Nothing is being profiled.');
  }

  /** Ends the run that is going on and waits until nothing is left of it, such as a worktree. */
  end(): Promise<void> {
    return this.only.end();
  }

  dispose(): void {
    this.only.stop();
    this.status.dispose();
  }

  /**
   * Runs a program to its end and shows its profile; resolves when that is shown.
   * @throws CannotStart while another is running
   */
  run(subject: Subject, measure: Measure): Promise<ProfiledRun> {
    return this.only.during(subject.title, async (held) => {
      this.remember(subject);
      const terminal = new RunTerminal();
      let samples = 0;
      // Of allocations, and of a program that measures itself, nothing is heard before the end.
      const countsSamples = measure.cpu && subject.writes === undefined;
      const running = await startProfiledRun({ command: subject.command, measure, outFolder: await this.folderFor(subject.title) }, {
        preload: this.preload, streams: 'pipes',
        onOutput: (chunk, stream) => { terminal.output(chunk, stream); },
        onProgress: (progress) => { samples = progress.samples; },
      });
      const window = this.openTerminal(subject, terminal, running);
      return this.watch(subject.title, running, held, () => countsSamples ? samples : undefined, (ended) => {
        const run = withOwnProfile(ended, subject);
        terminal.connect(undefined);
        terminal.say(`Ended ${endOf(run)}.`);
        if (run.files.length === 0) window.show(true);
        return run;
      });
    });
  }

  /**
   * Measures a program that runs already, until it is stopped or ends; resolves when its profile is shown.
   * @throws CannotStart while another is running
   */
  attach(title: string, attach: (outFolder: string, onProgress: NonNullable<AttachRequest['onProgress']>) => Promise<AttachedProfile>): Promise<ProfiledRun> {
    return this.only.during(title, async (held) => {
      const outFolder = await this.folderFor(title);
      let counted: number | undefined;
      const onProgress = ({ samples }: { readonly samples: number }): void => { counted = samples; };
      const attached = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `Attaching to ${title}` }, () => attach(outFolder, onProgress));
      return this.watch(title, attached, held, () => counted, (ended) => ended);
    });
  }

  /**
   * Lets programs be run again and again, with progress and a way to cancel.
   * @returns what the work gives; undefined when it was cancelled, which is said
   * @throws CannotStart while another is running; what the work throws
   */
  repeat<T>(title: string, work: (task: RepeatedTask) => Promise<T>): Promise<T | undefined> {
    const options = { location: vscode.ProgressLocation.Notification, title: `Profiling ${title}`, cancellable: true };
    return this.only.during(title, async (held) => vscode.window.withProgress(options, async (progress, token) => {
      const controller = new AbortController();
      const cancel = (): void => controller.abort(new Error('cancelled'));
      held.onStop(cancel);
      token.onCancellationRequested(cancel);
      let shown = 0;
      try {
        return await work({ signal: controller.signal, preload: this.preload, report: (message, part) => {
          progress.report({ message, increment: (part - shown) * 100 });
          shown = part;
        } });
      } catch (error) {
        if (!controller.signal.aborted) throw error;
        return say(`Profiling ${title} was cancelled: nothing of it is kept.`);
      }
    }));
  }

  /** Shows that a program is running and stops it when asked to; shows its profile once it has ended. */
  private async watch(title: string, running: AttachedProfile, held: HeldRun, samples: () => number | undefined, ended: (run: ProfiledRun) => ProfiledRun): Promise<ProfiledRun> {
    const panel = this.panels.openRun(title);
    const begun = performance.now();
    const timer = setInterval(() => { panel.update(performance.now() - begun, samples()); }, 250);
    const stopped = panel.onDidStop(() => { running.stop(); });
    held.onStop(() => { running.stop(); });
    try {
      const run = ended(await this.withProgress(title, running));
      if (run.files.length > 0) await panel.finish(run.files.map((each) => vscode.Uri.file(each)));
      else panel.fail(run.notes[0] ?? `${title} ended ${endOf(run)} and left no profile.`);
      for (const note of run.notes) this.output.info(`${title}: ${note}`);
      return run;
    } finally {
      clearInterval(timer);
      stopped.dispose();
    }
  }

  private showRunning(title: string | undefined): void {
    void vscode.commands.executeCommand('setContext', 'perfReview.profiling', title !== undefined);
    if (title === undefined) return this.status.hide();
    this.status.text = `$(record) Profiling ${title}`;
    this.status.tooltip = `${title} is being profiled. Click to stop it and see its profile.`;
    this.status.show();
  }

  private openTerminal({ title }: Subject, pty: RunTerminal, running: RunningProfile): vscode.Terminal {
    let isOpen = true;
    // Both the terminal and the window may say so, and a program that is stopped twice is killed.
    const closed = (): void => {
      if (isOpen) running.stop();
      isOpen = false;
    };
    pty.connect({ write: (text) => { running.write(text); }, interrupt: () => { running.stop(); }, end: () => { running.endInput(); }, closed });
    const name = `Profile: ${title}`;
    this.ended.get(name)?.dispose();
    const terminal = vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('dashboard') });
    // One that was never shown, or that an extension closes, is not told itself.
    const listening = vscode.window.onDidCloseTerminal((each) => { if (each === terminal) closed(); });
    const ended = (): void => {
      listening.dispose();
      this.ended.set(name, terminal);
    };
    void running.finished.then(ended, ended);
    terminal.show(true);
    return terminal;
  }

  private withProgress(title: string, running: AttachedProfile): Thenable<ProfiledRun> {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Profiling ${title}`, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => { running.stop(); });
      return running.finished;
    });
  }

  private folderFor(title: string): Promise<string> {
    return newRunFolder(path.join(this.storage.fsPath, 'profiles'), title, new Date());
  }
}

/** A program that writes its profile by itself leaves none of ours. */
function withOwnProfile(run: ProfiledRun, { title, writes }: Subject): ProfiledRun {
  if (writes === undefined || run.files.length > 0) return run;
  return existsSync(writes) ? { ...run, files: [writes], notes: [] } : { ...run, notes: [`${title} ended ${endOf(run)} before its profile was written.`] };
}

function endOf({ exitCode, signal }: ProfiledRun): string {
  if (signal !== undefined) return `by ${signal}`;
  return exitCode === undefined ? 'without having started' : `with exit code ${String(exitCode)}`;
}
