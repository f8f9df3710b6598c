import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { say } from '../say.js';
import { LoadFailure, writeProfile } from './load-profile.js';
import { requestFor, type ProfilePanels, type ProfileSource, type ShownProfile } from './profile-panels.js';
import { endingOf, fileNameOf, numbered, SAVE_FORMATS, type SaveFormat } from './save-formats.js';

/** Where and how a profile is to be saved; what is not given is asked for. */
export interface SaveWish {
  readonly format?: SaveFormat;
  readonly target?: vscode.Uri;
}

/**
 * Saves the profile of the panel used last.
 * @param exporter what files say that wrote them
 * @returns the files that were written: several where a run left several and they are saved as recorded
 */
export async function saveProfileAs(panels: ProfilePanels, exporter: string, wish: SaveWish): Promise<readonly vscode.Uri[]> {
  const open = panels.current();
  if (!open) return say('No profile is open: open one, or profile a program first.') ?? [];
  const format = wish.format ?? (await pickFormat());
  const target = format && (wish.target ?? (await pickTarget(open, format)));
  if (!format || !target) return [];
  try {
    const written = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Saving ${open.title}`, cancellable: format !== 'recorded' }, (_, token) =>
      format === 'recorded' ? copyRecorded(open.source, target) : write(open, format, target, exporter, token));
    const [first, ...others] = written.map((each) => vscode.workspace.asRelativePath(each));
    if (first !== undefined) say(`The profile is in ${first}${others.length === 0 ? '' : `, and those of its threads and processes beside it, ${others.join(', ')}`}.`);
    return written;
  } catch (error) {
    return say(error instanceof LoadFailure ? error.message : `The profile cannot be saved: ${error instanceof Error ? error.message : String(error)}`) ?? [];
  }
}

async function pickFormat(): Promise<SaveFormat | undefined> {
  const picked = await vscode.window.showQuickPick(SAVE_FORMATS, { title: 'Save the profile as' });
  return picked?.format;
}

async function pickTarget({ title, source }: ShownProfile, format: SaveFormat): Promise<vscode.Uri | undefined> {
  const ending = endingFor(format, source);
  const name = `${fileNameOf(title)}${ending === '' ? '' : `.${ending}`}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title: 'Save Profile', ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }), ...(ending !== '' && { filters: { Profile: [ending] } }),
  });
}

function endingFor(format: SaveFormat, source: ProfileSource): string {
  const wanted = SAVE_FORMATS.find((each) => each.format === format);
  if (wanted && 'ending' in wanted) return wanted.ending;
  const [first] = filesOf(source);
  return first ? endingOf(path.posix.basename(first.path)) : 'cpuprofile';
}

function filesOf(source: ProfileSource): readonly vscode.Uri[] {
  return source instanceof Uint8Array ? [] : source instanceof vscode.Uri ? [source] : source;
}

async function copyRecorded(source: ProfileSource, target: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (source instanceof Uint8Array) {
    await vscode.workspace.fs.writeFile(target, source);
    return [target];
  }
  const written: vscode.Uri[] = [];
  for (const [index, file] of filesOf(source).entries()) {
    const to = target.with({ path: path.posix.join(path.posix.dirname(target.path), numbered(path.posix.basename(target.path), index)) });
    if (to.toString() !== file.toString()) await vscode.workspace.fs.copy(file, to, { overwrite: index === 0 });
    written.push(to);
  }
  return written;
}

/** The thread that writes knows files of this machine alone: for any other place it writes one here, which is copied. */
async function write({ source, title }: ShownProfile, format: Exclude<SaveFormat, 'recorded'>, target: vscode.Uri, exporter: string, token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
  const cancel = new AbortController();
  token.onCancellationRequested(() => cancel.abort());
  const request = await requestFor(source, title);
  if (target.scheme === 'file') {
    await writeProfile({ ...request, save: { format, target: target.fsPath, title, exporter } }, cancel.signal);
    return [target];
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'perf-review-'));
  try {
    const file = path.join(folder, 'profile');
    await writeProfile({ ...request, save: { format, target: file, title, exporter } }, cancel.signal);
    await vscode.workspace.fs.copy(vscode.Uri.file(file), target, { overwrite: true });
    return [target];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
