import path from 'node:path';
import * as vscode from 'vscode';
import type { FindingsView } from '../findings-view.js';
import { LoadFailure, loadProfile } from '../profiles/load-profile.js';
import { requestFor } from '../profiles/profile-panels.js';
import { say } from '../say.js';
import { isOfTime, type ProfileInUse } from './profile-in-use.js';

/** Registers the commands that say which profile findings are measured by. */
export function registerCosts(context: vscode.ExtensionContext, profile: ProfileInUse, view: FindingsView): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('perfReview.useProfile', (uri?: vscode.Uri) => useProfile(profile, uri)),
    vscode.commands.registerCommand('perfReview.clearProfile', () => profile.clear()),
    vscode.commands.registerCommand('perfReview.groupByCost', () => view.groupBy('cost')),
  );
}

/** Asks for a file unless it is given. Nothing is shown of the profile but what findings and lines cost. */
async function useProfile(profile: ProfileInUse, given: vscode.Uri | undefined): Promise<void> {
  const uri = given instanceof vscode.Uri ? given : (await vscode.window.showOpenDialog({ title: 'Use a profile for findings', openLabel: 'Use' }))?.[0];
  if (!uri) return;
  const title = path.posix.basename(uri.path);
  try {
    const loaded = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `Reading ${title}` }, async () => loadProfile(await requestFor(uri, title)));
    if (!loaded.profiles.some(isOfTime)) return say(`${title} is of memory; findings are measured by processor time.`);
    profile.use({ ...loaded, title, uri });
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    say(error.message);
  }
}
