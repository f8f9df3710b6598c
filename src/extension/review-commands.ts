import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { methods, type ReviewedFile, type ReviewParams, type ReviewStep, type ReviewSummary } from '../server/protocol.js';
import type { FindingCollection } from './finding-collection.js';
import type { FindingsView } from './findings-view.js';
import type { ReviewServer } from './review-server.js';
import { say } from './say.js';

export type ReviewScope = 'workspace' | 'changed' | 'open-file';

const TITLES: Record<ReviewScope, string> = {
  workspace: 'Reviewing the workspace', changed: 'Reviewing changed files', 'open-file': 'Reviewing the file',
};

/** Runs the reviews users start, one at a time, with progress and a way out. */
export class ReviewCommands {
  private running: vscode.CancellationTokenSource | undefined;

  constructor(private readonly server: ReviewServer, private readonly collection: FindingCollection, private readonly view: FindingsView) {}

  async run(scope: ReviewScope): Promise<ReviewSummary | undefined> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (scope === 'open-file' && uri?.scheme !== 'file') return say('Open a JavaScript or TypeScript file first.');
    if (scope !== 'open-file' && !vscode.workspace.workspaceFolders?.length) return say('Open a folder first: there is no workspace to review.');
    this.running?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    const params = { ...(scope === 'changed' && { changed: true }), ...(scope === 'open-file' && uri && { uris: [uri.toString()] }) };
    const location = scope === 'open-file' ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
    try {
      return await vscode.window.withProgress({ location, title: TITLES[scope], cancellable: true }, (progress, token) => {
        token.onCancellationRequested(() => source.cancel());
        return this.review(scope, params, progress, source.token);
      });
    } finally {
      if (this.running === source) this.running = undefined;
      source.dispose();
    }
  }

  private async review(
    scope: ReviewScope, params: Partial<ReviewParams>, progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken,
  ): Promise<ReviewSummary | undefined> {
    const client = await this.server.get();
    const partialResultToken = randomUUID();
    const workDoneToken = randomUUID();
    let before = 0;
    const subscriptions = [
      client.onProgress<ReviewedFile[]>(partialResultToken, (files) => client.showReviewed(files)),
      client.onProgress<ReviewStep>(workDoneToken, ({ done, total }) => {
        const percent = total === 0 ? 100 : (100 * done) / total;
        progress.report({ message: `${done} of ${total} files`, increment: percent - before });
        before = percent;
      }),
    ];
    try {
      if (scope === 'workspace') this.collection.clearReviewed();
      const summary = await client.request<ReviewSummary>(methods.review, { ...params, partialResultToken, workDoneToken }, token);
      if (summary.problem) return say(summary.problem);
      this.view.reviewed(true);
      return summary;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  }
}
