import path from 'node:path';
import * as vscode from 'vscode';
import { say } from '../say.js';
import { PROFILE_FILTERS, workspacePaths, type ProfilePanels } from './profile-panels.js';
import type { SideFiles } from './worker-messages.js';

/** Registers the commands that set profiles of two sides beside each other. */
export function registerComparisons(context: vscode.ExtensionContext, panels: ProfilePanels): void {
  context.subscriptions.push(vscode.commands.registerCommand('perfReview.compareProfiles', () => compareProfiles(panels)));
}

async function compareProfiles(panels: ProfilePanels): Promise<void> {
  const before = await profilesOf('Profiles of runs before the change: five or more for a verdict', 'Before', undefined);
  if (!before) return;
  const after = await profilesOf('Profiles of runs after the change: five or more for a verdict', 'After', before[0]);
  if (!after) return;
  const remote = [...before, ...after].find(({ scheme }) => scheme !== 'file');
  if (remote) return say(`Only profiles on this machine can be compared, and ${remote.toString()} is not.`);
  const sideOf = (uris: readonly vscode.Uri[]): SideFiles => ({ paths: uris.map(({ fsPath }) => fsPath), roots: [], folders: workspacePaths() });
  await panels.openComparison('Difference', { before: sideOf(before), after: sideOf(after) });
}

async function profilesOf(title: string, openLabel: string, beside: vscode.Uri | undefined): Promise<readonly vscode.Uri[] | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title, openLabel, canSelectMany: true, filters: PROFILE_FILTERS,
    ...(beside && { defaultUri: beside.with({ path: path.posix.dirname(beside.path) }) }),
  });
  return picked === undefined || picked.length === 0 ? undefined : picked;
}
