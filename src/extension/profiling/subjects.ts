import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isProfilable, launchSubject, type LaunchConfiguration } from '../../runner/starting/launch-configuration.js';
import { fileSubject } from '../../runner/starting/node-program.js';
import { scriptSubject } from '../../runner/starting/package-script.js';
import { CannotStart, type Subject } from '../../runner/starting/project.js';
import { pythonSubject } from '../../runner/starting/python-program.js';
import { testSubject } from '../../runner/starting/test-program.js';
import { methods } from '../../server/protocol.js';
import type { ReviewServer } from '../review-server.js';
import { argumentList } from './argument-list.js';
import { workspaceProject } from './workspace-project.js';

// What the commands profile: each asks the user where it has to, and gives `undefined` when they do not answer.

const LAUNCHED = 'perfReview.lastCommand';

function fileOf(uri: vscode.Uri | undefined): string {
  const chosen = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  if (chosen?.scheme !== 'file') throw new CannotStart('Open the file to profile first: it has to be on the disk.');
  return chosen.fsPath;
}

export async function fileToProfile(uri?: vscode.Uri): Promise<Subject> {
  const chosen = fileOf(uri);
  if (!/\.[cm]?[jt]sx?$/.test(chosen)) throw new CannotStart(`${path.basename(chosen)} is no program of JavaScript or TypeScript.`);
  return fileSubject(await workspaceProject(path.dirname(chosen)), chosen);
}

/** With the interpreter that is set for the file, else the one on PATH. */
export async function pythonToProfile(uri: vscode.Uri | undefined, storage: vscode.Uri): Promise<Subject> {
  const chosen = fileOf(uri);
  if (!chosen.endsWith('.py')) throw new CannotStart(`${path.basename(chosen)} is no program of Python.`);
  const set = vscode.workspace.getConfiguration('python', vscode.Uri.file(chosen)).get<string>('defaultInterpreterPath', '');
  const folder = vscode.Uri.joinPath(storage, 'profiles', 'python');
  await vscode.workspace.fs.createDirectory(folder);
  const out = path.join(folder.fsPath, `${path.basename(chosen, '.py')}-${String(Date.now())}.pstats`);
  return pythonSubject(path.isAbsolute(set) && existsSync(set) ? set : 'python3', chosen, out, vscode.workspace.getWorkspaceFolder(vscode.Uri.file(chosen))?.uri.fsPath ?? path.dirname(chosen));
}

export async function testToProfile(uri: vscode.Uri | undefined, names: readonly string[] | undefined): Promise<Subject> {
  const chosen = fileOf(uri);
  return testSubject(await workspaceProject(path.dirname(chosen)), chosen, names);
}

export async function testAtCursor(server: ReviewServer): Promise<readonly string[]> {
  const editor = vscode.window.activeTextEditor;
  const names = editor && await (await server.get()).request<readonly string[] | null>(methods.testAt, { uri: editor.document.uri.toString(), offset: editor.document.offsetAt(editor.selection.active) });
  if (!names) throw new CannotStart('Put the cursor into a test first: there is none around it, or its name is computed.');
  return names;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** @param choices with separators between them, if need be */
export async function pick<T>(title: string, placeholder: string, choices: readonly (Choice<T> | vscode.QuickPickItem)[]): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder: placeholder, matchOnDescription: true, matchOnDetail: true });
  return chosen && 'value' in chosen ? chosen.value : undefined;
}

/** @param given the folder of a `package.json` and a script's name, when another command has asked already */
export async function scriptToProfile(given?: { readonly folder: string; readonly name: string }): Promise<Subject | undefined> {
  if (given) return scriptSubject(await workspaceProject(given.folder), given.name);
  const files = await vscode.workspace.findFiles('**/package.json', '**/node_modules/**', 200);
  const choices = files.filter(({ scheme }) => scheme === 'file').flatMap(({ fsPath }) => {
    const folder = path.dirname(fsPath);
    return Object.entries(scriptsIn(fsPath)).map(([name, code]): Choice<{ folder: string; name: string }> => ({ label: name, description: vscode.workspace.asRelativePath(folder, true), detail: code, value: { folder, name } }));
  });
  if (choices.length === 0) throw new CannotStart('No package.json of the workspace has scripts.');
  const chosen = await pick('Profile npm Script', 'Script to run under the profiler', choices);
  return chosen && scriptSubject(await workspaceProject(chosen.folder), chosen.name);
}

function scriptsIn(packageFile: string): Readonly<Record<string, string>> {
  try {
    const content = JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly scripts?: unknown };
    return Object.fromEntries(Object.entries(content.scripts ?? {}).filter((each): each is [string, string] => typeof each[1] === 'string'));
  } catch {
    // Another package.json may be whole.
    return {};
  }
}

/** @param given the name of a configuration, when another command has asked already */
export async function launchToProfile(given?: string): Promise<Subject | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const choices = folders.flatMap((folder) => vscode.workspace.getConfiguration('launch', folder.uri).get<readonly LaunchConfiguration[]>('configurations', [])
    .filter(isProfilable).map((configuration): Choice<{ folder: vscode.WorkspaceFolder; configuration: LaunchConfiguration }> => ({ label: configuration.name ?? 'Node', description: folder.name, value: { folder, configuration } })));
  if (choices.length === 0) throw new CannotStart('No launch.json of the workspace has a configuration that launches a Node program.');
  const named = choices.find(({ label }) => label === given);
  const chosen = named?.value ?? await pick('Profile Launch Configuration', 'Configuration to run under the profiler, without the debugger', choices);
  return chosen && launchSubject(chosen.configuration, {
    workspaceFolder: chosen.folder.uri.fsPath, folders: Object.fromEntries(folders.map(({ name, uri }) => [name, uri.fsPath])),
    file: vscode.window.activeTextEditor?.document.uri.fsPath, environment: process.env, userHome: homedir(),
    read: (name) => (existsSync(name) ? readFileSync(name, 'utf8') : undefined),
  });
}

/** @param given the command, when another command has asked already */
export async function commandToProfile(memory: vscode.Memento, given?: string): Promise<Subject | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder) throw new CannotStart('Open a folder first: the command is run in it.');
  const line = typeof given === 'string' ? given : await vscode.window.showInputBox({
    title: 'Profile a Command', prompt: `Runs in ${folder.name}. Every Node process it starts is profiled.`, placeHolder: 'node build.js --all',
    value: memory.get<string>(LAUNCHED, ''),
    validateInput: (text) => {
      const list = argumentList(text);
      return text.trim() !== '' && typeof list === 'string' ? list : undefined;
    },
  });
  if (line === undefined || line.trim() === '') return undefined;
  const list = argumentList(line);
  if (typeof list === 'string') throw new CannotStart(list);
  await memory.update(LAUNCHED, line);
  const [program = '', ...rest] = list;
  return { title: line.length > 40 ? `${line.slice(0, 39)}…` : line, command: { program, arguments: rest, workingFolder: folder.uri.fsPath, environment: {} } };
}

/** Asks what to run, where nothing was run before. */
export async function pickSubject(context: vscode.ExtensionContext): Promise<Subject | undefined> {
  const { fsPath = '', scheme } = vscode.window.activeTextEditor?.document.uri ?? {};
  const name = path.basename(fsPath);
  const file = (ending: RegExp, label: string, subject: () => Promise<Subject>): readonly Choice<() => Promise<Subject | undefined>>[] => (scheme === 'file' && ending.test(name) ? [{ label, description: name, value: subject }] : []);
  const chosen = await pick('Compare Runs', 'Program to run before and after the change', [
    ...file(/\.(?:test|spec)\.[cm]?[jt]sx?$/, 'Test File', () => testToProfile(undefined, undefined)),
    ...file(/\.[cm]?[jt]sx?$/, 'This File', () => fileToProfile()),
    ...file(/\.py$/, 'This Python File', () => pythonToProfile(undefined, context.storageUri ?? context.globalStorageUri)),
    { label: 'npm Script…', value: () => scriptToProfile() },
    { label: 'Launch Configuration…', value: () => launchToProfile() },
    { label: 'Command…', value: () => commandToProfile(context.workspaceState) },
  ]);
  return chosen?.();
}
