import * as vscode from 'vscode';
import { CannotCompare } from '../../runner/comparing/git.js';
import type { Subject } from '../../runner/starting/project.js';
import { LoadFailure } from '../profiles/load-profile.js';
import type { ProfilePanels } from '../profiles/profile-panels.js';
import { BeforeAndAfter } from './before-and-after.js';
import { KeptBefore } from './kept-before.js';
import type { ProfileRuns } from './profile-run.js';
import { pickRevision } from './revision-picker.js';
import { pickSubject } from './subjects.js';
import { trusted } from './trusted.js';
import { compareWithRevision } from './with-revision.js';

/** Registers the commands that run a program before and after a change and compare the runs. */
export function registerComparing(context: vscode.ExtensionContext, runs: ProfileRuns, panels: ProfilePanels, output: vscode.LogOutputChannel): void {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const both = new BeforeAndAfter(runs, panels, new KeptBefore(context.storageUri ?? context.globalStorageUri, version));
  const subject = async (): Promise<Subject | undefined> => runs.last ?? pickSubject(context);
  const command = (name: string, work: (argument?: unknown) => Promise<unknown>): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`perfReview.${name}`, (argument?: unknown) => compared(output, () => work(argument))));
  };
  command('profileBefore', async () => {
    const program = await subject();
    return program && both.before(program);
  });
  command('profileAfter', () => both.after());
  command('compareWithRevision', async (given) => {
    const program = await subject();
    if (!program) return undefined;
    const revision = typeof given === 'string' ? given : await pickRevision(program.command.workingFolder);
    if (revision === undefined) return undefined;
    runs.remember(program);
    return compareWithRevision(runs, panels, program, revision);
  });
}

async function compared(output: vscode.LogOutputChannel, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await trusted(work);
  } catch (error) {
    if (error instanceof CannotCompare || error instanceof LoadFailure) return failed(output, error.message);
    throw error;
  }
}

/** What a program said before it failed may be long: its first line is shown, all of it in the output. */
function failed(output: vscode.LogOutputChannel, message: string): undefined {
  const show = 'Show Output';
  const [first = ''] = message.split('\n');
  output.error(message);
  void vscode.window.showErrorMessage(`Perf Review: ${first}`, ...(first === message ? [] : [show])).then((answer) => {
    if (answer === show) output.show();
  });
  return undefined;
}
