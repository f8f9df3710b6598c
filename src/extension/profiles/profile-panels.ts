import path from 'node:path';
import * as vscode from 'vscode';
import type { PanelOrigin } from '../../webview/protocol.js';
import { LoadFailure, loadProfile } from './load-profile.js';
import { originOf } from './panel-origin.js';
import { ProfilePanel } from './profile-panel.js';
import type { ComparedSides, LoadedProfiles, LoadRequest } from './worker-messages.js';

export const PROFILE_EDITOR = 'perfReview.profile';
export const RUN_PANEL = 'perfReview.profileOfRun';
/** Apart, because it is no profile that could be saved, and is not made again when the window is reloaded. */
const DIFFERENCE_PANEL = 'perfReview.profileDifference';

/** For dialogs. */
export const PROFILE_FILTERS = {
  'Profiles': ['cpuprofile', 'heapprofile', 'json', 'pb.gz', 'gz', 'pb', 'pprof', 'pstats', 'prof', 'collapsed', 'folded', 'txt'],
  'All files': ['*'],
};

/** A file, the files of one run, or what would be in a file. */
export type ProfileSource = vscode.Uri | readonly vscode.Uri[] | Uint8Array;

/** A profile that is open, with where it came from. */
export interface OpenProfile extends LoadedProfiles {
  readonly title: string;
  /** Absent for a profile that is in no file. */
  readonly uri: vscode.Uri | undefined;
}

/** A profile that is shown, with what it was read from. */
export interface ShownProfile extends OpenProfile {
  readonly source: ProfileSource;
}

/** A panel that waits for the profile of a run. */
export interface RunPanel {
  /** `elapsed` in milliseconds; `samples` where they are known before the end. */
  update(elapsed: number, samples: number | undefined): void;
  /** The run has ended: shows its profiles, those of threads and child processes one beside the other. */
  finish(source: ProfileSource): Promise<OpenProfile | undefined>;
  /** The run has ended without a profile: why, in one sentence. */
  fail(message: string): void;
  /** The user pressed stop, or closed the panel. */
  readonly onDidStop: vscode.Event<void>;
}

/** All panels that show profiles, and which profile is the current one: that of the panel used last. */
export class ProfilePanels implements vscode.CustomReadonlyEditorProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly opened = new Map<ProfilePanel, ShownProfile>();
  private latest: ProfilePanel | undefined;
  private readonly changed = new vscode.EventEmitter<OpenProfile | undefined>();
  /** Another profile is the current one, or none is any more. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly extensionUri: vscode.Uri, private readonly output: vscode.LogOutputChannel) {}

  current(): ShownProfile | undefined {
    return this.latest && this.opened.get(this.latest);
  }

  /** Shows a file in the panel, or what would be in one. */
  async open(source: ProfileSource, title?: string): Promise<void> {
    if (source instanceof vscode.Uri) await vscode.commands.executeCommand('vscode.openWith', source, PROFILE_EDITOR);
    else await this.load(this.panelFor(title ?? 'Profile'), source, title ?? 'Profile');
  }

  /**
   * Shows what differs between runs before and after a change. It is no profile of a run, and so never the current one.
   * @returns what is shown; undefined when that was not possible, which the panel says
   */
  async openComparison(title: string, sides: ComparedSides): Promise<LoadedProfiles | undefined> {
    const panel = this.panelFor(title, DIFFERENCE_PANEL);
    const closed = new AbortController();
    panel.panel.onDidDispose(() => closed.abort());
    try {
      const loaded = await loadProfile({ name: 'The comparison', source: sides, folders: workspacePaths() }, closed.signal);
      panel.show(title, loaded);
      return loaded;
    } catch (error) {
      if (!closed.signal.aborted) panel.fail(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** A panel for a program that runs now. */
  openRun(title: string): RunPanel {
    const panel = this.panelFor(title);
    let isOpen = true;
    panel.panel.onDidDispose(() => { isOpen = false; });
    panel.running(title, 0, undefined);
    return {
      update: (elapsed, samples) => panel.running(title, elapsed, samples),
      finish: async (source) => (isOpen ? this.load(panel, source, title) : undefined),
      fail: (message) => panel.fail(message),
      onDidStop: panel.onDidStop,
    };
  }

  /** Selects a function in the panel of the current profile. */
  reveal(profile: number, frame: number): void {
    this.latest?.reveal(profile, frame);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const panel = this.adopt(webviewPanel);
    await this.load(panel, uri, path.posix.basename(uri.path));
  }

  /** A panel of a run is there again after the window was reloaded: its profiles are read once more. */
  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const panel = this.adopt(webviewPanel);
    const origin = originOf(state);
    if (!origin) return panel.fail('The window was closed before there was a profile to show: profile the program again.');
    const files = origin.files.map((each) => vscode.Uri.parse(each));
    const lost = (await Promise.all(files.map(isThere))).indexOf(false);
    if (lost >= 0) return panel.fail(`The profile of ${origin.title} is gone: ${files[lost]!.fsPath} is not there any more.`);
    await this.load(panel, files, origin.title);
  }

  dispose(): void {
    this.changed.dispose();
    for (const panel of this.opened.keys()) panel.dispose();
  }

  private panelFor(title: string, type = RUN_PANEL): ProfilePanel {
    const panel = vscode.window.createWebviewPanel(type, title, vscode.ViewColumn.Active, { retainContextWhenHidden: true });
    return this.adopt(panel);
  }

  private adopt(webviewPanel: vscode.WebviewPanel): ProfilePanel {
    const panel = new ProfilePanel(webviewPanel, this.extensionUri);
    webviewPanel.onDidChangeViewState(() => webviewPanel.active && this.makeCurrent(panel));
    webviewPanel.onDidDispose(() => this.forget(panel));
    return panel;
  }

  private async load(panel: ProfilePanel, source: ProfileSource, title: string): Promise<OpenProfile | undefined> {
    const started = performance.now();
    const closed = new AbortController();
    panel.panel.onDidDispose(() => closed.abort());
    try {
      const loaded = await loadProfile(await requestFor(source, title), closed.signal);
      const open = { ...loaded, title, uri: source instanceof vscode.Uri ? source : undefined, source };
      panel.show(title, loaded, originFor(source, title));
      this.opened.set(panel, open);
      this.makeCurrent(panel);
      this.output.debug(`Read ${title} in ${(performance.now() - started).toFixed(0)} ms`);
      return open;
    } catch (error) {
      if (closed.signal.aborted) return undefined;
      if (!(error instanceof LoadFailure)) this.output.error(error instanceof Error ? error : String(error));
      panel.fail(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private makeCurrent(panel: ProfilePanel): void {
    if (this.opened.has(panel) && this.latest !== panel) this.change(panel);
  }

  private change(latest: ProfilePanel | undefined): void {
    this.latest = latest;
    void vscode.commands.executeCommand('setContext', 'perfReview.hasProfile', latest !== undefined);
    this.changed.fire(this.current());
  }

  private forget(panel: ProfilePanel): void {
    panel.dispose();
    this.opened.delete(panel);
    if (this.latest === panel) this.change([...this.opened.keys()].at(-1));
  }
}

/** The editor of a file knows its file, and bytes are nowhere. */
function originFor(source: ProfileSource, title: string): PanelOrigin | undefined {
  return source instanceof vscode.Uri || source instanceof Uint8Array ? undefined : { title, files: source.map(String) };
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}

/** The worker reads files of this machine by itself; of others it gets the bytes. */
export async function requestFor(source: ProfileSource, title: string): Promise<LoadRequest> {
  const folders = workspacePaths();
  if (source instanceof Uint8Array) return { name: title, source: { bytes: source }, folders };
  if (!(source instanceof vscode.Uri)) return { name: title, source: { paths: source.map((each) => each.fsPath) }, folders };
  const name = path.posix.basename(source.path);
  if (source.scheme === 'file') return { name, source: { paths: [source.fsPath] }, folders };
  return { name, source: { bytes: await vscode.workspace.fs.readFile(source) }, folders };
}

/** Folders of the workspace that are on this machine, as absolute paths. */
export function workspacePaths(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
