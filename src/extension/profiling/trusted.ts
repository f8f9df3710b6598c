import * as vscode from 'vscode';
import { CannotStart } from '../../runner/starting/project.js';
import { say } from '../say.js';

/**
 * Nothing of a workspace is started, and no program looked into, before the workspace is trusted. Says why work could not begin.
 * @returns what the work gives; undefined when it was not done
 */
export async function trusted<T>(work: () => Promise<T>): Promise<T | undefined> {
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
