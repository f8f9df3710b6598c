import path from 'node:path';
import * as vscode from 'vscode';
import { attachToInspector, attachToProcess } from '../../runner/attach/attached-profile.js';
import { nodeProcesses, type NodeProcess } from '../../runner/attach/node-processes.js';
import { CannotStart, type Subject } from '../../runner/starting/project.js';
import { workspacePaths } from '../profiles/profile-panels.js';
import type { ReviewServer } from '../review-server.js';
import { say } from '../say.js';
import { DebugTargets } from './debug-targets.js';
import { measureIn } from './measure-in.js';
import { groupProcesses } from './process-groups.js';
import type { ProfileRuns } from './profile-run.js';
import { commandToProfile, fileToProfile, launchToProfile, pick, pythonToProfile, scriptToProfile, testAtCursor, testToProfile, type Choice } from './subjects.js';
import { trusted } from './trusted.js';

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
  command('profileFile', fileToProfile);
  command('profileScript', scriptToProfile);
  command('profileTestFile', (uri?: vscode.Uri) => testToProfile(uri, undefined));
  command('profileTestAtCursor', async () => testToProfile(undefined, await testAtCursor(server)));
  command('profileLaunchConfiguration', launchToProfile);
  command('profileCommand', (line?: string) => commandToProfile(context.workspaceState, line));
  command('profilePythonFile', (uri?: vscode.Uri) => pythonToProfile(uri, context.storageUri ?? context.globalStorageUri));
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

/** @param given the process, when another command has asked already */
async function attach(runs: ProfileRuns, given?: number): Promise<unknown> {
  const processes = await nodeProcesses();
  const target = typeof given === 'number' ? processes.find(({ pid }) => pid === given) : await pickProcess(processes);
  if (!target) return given === undefined ? undefined : say(`No Node process has the number ${String(given)}.`);
  const title = `process ${String(target.pid)}`;
  return runs.attach(title, (outFolder, onProgress) => attachToProcess(target, { title, outFolder, onProgress, measure: measureIn() }));
}

function pickProcess(processes: readonly NodeProcess[]): Promise<NodeProcess | undefined> {
  if (processes.length === 0) throw new CannotStart('No Node process of yours is running that could be attached to.');
  const { inWorkspace, elsewhere } = groupProcesses(processes, workspacePaths());
  return pick('Attach to Node Process', 'Process to profile until you stop it or it ends', [...group('In the workspace', inWorkspace), ...group('Elsewhere', elsewhere)]);
}

function group(title: string, processes: readonly NodeProcess[]): readonly (Choice<NodeProcess> | vscode.QuickPickItem)[] {
  if (processes.length === 0) return [];
  const choices = processes.map((each) => ({ label: shortened(each.command), description: String(each.pid), ...(each.workingFolder !== undefined && { detail: each.workingFolder }), value: each }));
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...choices];
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
  return runs.attach(session.name, (outFolder, onProgress) => attachToInspector(`ws://${proxy.host}:${String(proxy.port)}${proxy.path ?? '/'}`, { title: session.name, outFolder, onProgress, measure: measureIn() }));
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
