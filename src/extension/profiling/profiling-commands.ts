import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { attachToInspector, attachToProcess } from '../../runner/attach/attached-profile.js';
import { nodeProcesses, type NodeProcess } from '../../runner/attach/node-processes.js';
import { DEFAULT_MEASURE, type Measure } from '../../runner/profile-request.js';
import { isProfilable, launchSubject, type LaunchConfiguration } from '../../runner/starting/launch-configuration.js';
import { fileSubject } from '../../runner/starting/node-program.js';
import { scriptSubject } from '../../runner/starting/package-script.js';
import { CannotStart, type Subject } from '../../runner/starting/project.js';
import { pythonSubject } from '../../runner/starting/python-program.js';
import { testSubject } from '../../runner/starting/test-program.js';
import { methods } from '../../server/protocol.js';
import type { ReviewServer } from '../review-server.js';
import { say } from '../say.js';
import { argumentList } from './argument-list.js';
import { DebugTargets } from './debug-targets.js';
import type { ProfileRuns } from './profile-run.js';
import { workspaceProject } from './workspace-project.js';

const LAUNCHED = 'perfReview.lastCommand';

/** Registers the commands that start a program to profile it. */
export function registerProfiling(context: vscode.ExtensionContext, runs: ProfileRuns, server: ReviewServer): void {
  const command = (name: string, subject: (argument?: never) => Promise<Subject | undefined>): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`perfReview.${name}`, (argument?: never) => profile(runs, () => subject(argument))));
  };
  context.subscriptions.push(runs, vscode.commands.registerCommand('perfReview.stopProfiling', () => { runs.stop(); }));
  const targets = new DebugTargets();
  context.subscriptions.push(
    targets,
    vscode.commands.registerCommand('perfReview.attachToProcess', (pid?: number) => trusted(() => attach(runs, pid))),
    vscode.commands.registerCommand('perfReview.startProfiling', () => trusted(() => profileSession(runs, targets))),
  );
  command('profileFile', file);
  command('profileScript', script);
  command('profileTestFile', (uri?: vscode.Uri) => test(uri, undefined));
  command('profileTestAtCursor', async () => test(undefined, await testAtCursor(server)));
  command('profileLaunchConfiguration', launchConfiguration);
  command('profileCommand', (line?: string) => typedCommand(context.workspaceState, line));
  command('profilePythonFile', (uri?: vscode.Uri) => pythonFile(uri, context.storageUri ?? context.globalStorageUri));
  command('profileAgain', () => Promise.resolve(runs.last ?? say('Nothing was profiled yet.')));
}

function profile(runs: ProfileRuns, find: () => Promise<Subject | undefined>): Promise<unknown> {
  return trusted(async () => {
    const subject = await find();
    if (!subject) return undefined;
    await vscode.workspace.saveAll(false);
    return runs.run(subject, measureIn(vscode.Uri.file(subject.command.workingFolder)));
  });
}

/** Nothing of a workspace is started, and no program looked into, before the workspace is trusted. */
async function trusted(work: () => Promise<unknown>): Promise<unknown> {
  if (!vscode.workspace.isTrusted) return askForTrust();
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotStart) return say(error.message);
    throw error;
  }
}

async function askForTrust(): Promise<undefined> {
  const manage = 'Manage Workspace Trust';
  const answer = await vscode.window.showWarningMessage('Perf Review: profiling runs programs of this workspace, which is not trusted.', manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return undefined;
}

function measureIn(folder?: vscode.Uri): Measure {
  const settings = vscode.workspace.getConfiguration('perfReview.profile', folder);
  const measured = settings.get<string>('measure', 'cpu');
  const seconds = settings.get<number>('duration', 0);
  return {
    ...DEFAULT_MEASURE, cpu: measured !== 'heap', heap: measured !== 'cpu', cpuInterval: settings.get<number>('interval', DEFAULT_MEASURE.cpuInterval),
    ...(seconds > 0 && { duration: seconds * 1000 }),
  };
}

function fileOf(uri: vscode.Uri | undefined): string {
  const chosen = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  if (chosen?.scheme !== 'file') throw new CannotStart('Open the file to profile first: it has to be on the disk.');
  return chosen.fsPath;
}

async function file(uri?: vscode.Uri): Promise<Subject> {
  const chosen = fileOf(uri);
  if (!/\.[cm]?[jt]sx?$/.test(chosen)) throw new CannotStart(`${path.basename(chosen)} is no program of JavaScript or TypeScript.`);
  return fileSubject(await workspaceProject(path.dirname(chosen)), chosen);
}

/** With the interpreter that is set for the file, else the one on PATH. */
async function pythonFile(uri: vscode.Uri | undefined, storage: vscode.Uri): Promise<Subject> {
  const chosen = fileOf(uri);
  if (!chosen.endsWith('.py')) throw new CannotStart(`${path.basename(chosen)} is no program of Python.`);
  const set = vscode.workspace.getConfiguration('python', vscode.Uri.file(chosen)).get<string>('defaultInterpreterPath', '');
  const folder = vscode.Uri.joinPath(storage, 'profiles', 'python');
  await vscode.workspace.fs.createDirectory(folder);
  const out = path.join(folder.fsPath, `${path.basename(chosen, '.py')}-${String(Date.now())}.pstats`);
  return pythonSubject(path.isAbsolute(set) && existsSync(set) ? set : 'python3', chosen, out, vscode.workspace.getWorkspaceFolder(vscode.Uri.file(chosen))?.uri.fsPath ?? path.dirname(chosen));
}

async function test(uri: vscode.Uri | undefined, names: readonly string[] | undefined): Promise<Subject> {
  const chosen = fileOf(uri);
  return testSubject(await workspaceProject(path.dirname(chosen)), chosen, names);
}

async function testAtCursor(server: ReviewServer): Promise<readonly string[]> {
  const editor = vscode.window.activeTextEditor;
  const names = editor && await (await server.get()).request<readonly string[] | null>(methods.testAt, { uri: editor.document.uri.toString(), offset: editor.document.offsetAt(editor.selection.active) });
  if (!names) throw new CannotStart('Put the cursor into a test first: there is none around it, or its name is computed.');
  return names;
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

async function pick<T>(title: string, placeholder: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: placeholder, matchOnDescription: true, matchOnDetail: true }))?.value;
}

/** @param given the folder of a `package.json` and a script's name, when another command has asked already */
async function script(given?: { readonly folder: string; readonly name: string }): Promise<Subject | undefined> {
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
async function launchConfiguration(given?: string): Promise<Subject | undefined> {
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
async function typedCommand(memory: vscode.Memento, given?: string): Promise<Subject | undefined> {
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

/** @param given the process, when another command has asked already */
async function attach(runs: ProfileRuns, given?: number): Promise<unknown> {
  const processes = await nodeProcesses();
  const target = typeof given === 'number' ? processes.find(({ pid }) => pid === given) : await pickProcess(processes);
  if (!target) return given === undefined ? undefined : say(`No Node process has the number ${String(given)}.`);
  const title = `process ${String(target.pid)}`;
  return runs.attach(title, (outFolder) => attachToProcess(target, { title, outFolder, measure: measureIn() }));
}

function pickProcess(processes: readonly NodeProcess[]): Promise<NodeProcess | undefined> {
  if (processes.length === 0) throw new CannotStart('No Node process of yours is running that could be attached to.');
  return pick('Attach to Node Process', 'Process to profile until it is stopped', processes.map((each) => ({ label: shortened(each.command), description: String(each.pid), ...(each.workingFolder !== undefined && { detail: each.workingFolder }), value: each })));
}

/** Programs by their names instead of their paths. */
function shortened(command: string): string {
  return command.split(' ').map((each) => (path.isAbsolute(each) ? path.basename(each) : each)).join(' ').slice(0, 120);
}

/** The program that is being debugged, through the connection that the debugger shares; else a process that is picked. */
async function profileSession(runs: ProfileRuns, targets: DebugTargets): Promise<unknown> {
  const session = targets.active();
  if (!session || !/^(?:pwa-)?(?:node|extensionHost|chrome|msedge)/.test(session.type)) return attach(runs);
  const proxy = await proxyOf(session);
  if (!proxy) throw new CannotStart(`The debugger of ${session.name} shares no connection: wait until its program runs, or attach to its process instead.`);
  return runs.attach(session.name, (outFolder) => attachToInspector(`ws://${proxy.host}:${String(proxy.port)}${proxy.path ?? '/'}`, { title: session.name, outFolder, measure: measureIn() }));
}

interface DebuggerProxy {
  readonly host: string;
  readonly port: number;
  readonly path?: string;
}

/** https://github.com/microsoft/vscode-js-debug/blob/main/EXTENSION_AUTHORS.md */
async function proxyOf({ id }: vscode.DebugSession): Promise<DebuggerProxy | undefined> {
  try {
    return await vscode.commands.executeCommand<DebuggerProxy | undefined>('extension.js-debug.requestCDPProxy', id);
  } catch {
    // A session without a program does not know the request.
    return undefined;
  }
}
