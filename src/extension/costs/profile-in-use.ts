import { realpathSync, statSync } from 'node:fs';
import * as vscode from 'vscode';
import { pathOfUrl } from '../../cost/own-path.js';
import type { Profile } from '../../profile/profile.js';
import type { OpenProfile, ProfilePanels } from '../profiles/profile-panels.js';

/** The CPU profile that findings and lines are measured by. */
export interface MeasuringProfile extends OpenProfile {
  /** When its run was over, in milliseconds since 1970, as far as known. */
  readonly recordedAt: number;
  /** The path of a frame's URL as the workspace has it, with `/`. */
  readonly pathOf: (url: string) => string | undefined;
}

/** The profile of the panel used last, also after it was closed, or one that was chosen; until it is taken away. */
export class ProfileInUse implements vscode.Disposable {
  private profile: MeasuringProfile | undefined;
  private readonly changed = new vscode.EventEmitter<MeasuringProfile | undefined>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(panels: Pick<ProfilePanels, 'onDidChange'>) {
    this.subscription = panels.onDidChange((open) => {
      if (open && open.profiles.some(isOfTime)) this.use(open);
    });
  }

  current(): MeasuringProfile | undefined {
    return this.profile;
  }

  use(open: OpenProfile): void {
    this.set({ ...open, recordedAt: writtenAt(open.uri) ?? Date.now(), pathOf: pathInWorkspace(workspaceFolders()) });
  }

  clear(): void {
    if (this.profile) this.set(undefined);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private set(profile: MeasuringProfile | undefined): void {
    this.profile = profile;
    void vscode.commands.executeCommand('setContext', 'perfReview.measured', profile !== undefined);
    this.changed.fire(profile);
  }
}

export function isOfTime({ kind }: Profile): boolean {
  return kind === 'cpu';
}

function writtenAt(uri: vscode.Uri | undefined): number | undefined {
  return uri?.scheme === 'file' ? modifiedAt(uri.fsPath) : undefined;
}

/** Milliseconds since 1970; `undefined` for what is not there. */
export function modifiedAt(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  } catch {
    return undefined;
  }
}

function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** Programs say where files really are; a folder that was opened by a link has its files under another name. */
function pathInWorkspace(folders: readonly string[]): (url: string) => string | undefined {
  const links = folders.flatMap((folder) => {
    const [said, real] = [folder, realPathOf(folder)].map((path) => `${path.replaceAll('\\', '/')}/`);
    return said !== undefined && real !== undefined && said !== real ? [{ said, real }] : [];
  });
  return (url) => {
    const path = pathOfUrl(url);
    const link = links.find(({ real }) => path?.startsWith(real));
    return link && path !== undefined ? `${link.said}${path.slice(link.real.length)}` : path;
  };
}

function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
