import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageclient';
import type { ReviewServer } from './review-server.js';
import { say } from './say.js';

/** Documents that exist only to be compared with: files as a fix would leave them. */
export const FIXED_SCHEME = 'perf-review-fixed';

/** Shows what a fix changes beside the code as it is, says what may behave differently, and makes it when that is accepted. */
export class FixPreview implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private answer: ((accepted: boolean) => void) | undefined;
  private count = 0;

  constructor(private readonly server: ReviewServer) {}

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Applies or discards what is shown. */
  decide(accepted: boolean): void {
    this.answer?.(accepted);
  }

  /**
   * @param title what the fix does
   * @param remark what is to be known before it is accepted
   */
  async show(edit: WorkspaceEdit, title: string, remark: string): Promise<void> {
    this.decide(false);
    const pairs = await this.compared(edit);
    const [only] = pairs;
    if (!only) return;
    // Before anything is shown, so that whoever sees it can answer.
    const decided = new Promise<boolean>((resolve) => (this.answer = resolve));
    const names = pairs.map(({ original }) => vscode.workspace.asRelativePath(original)).join(', ');
    // The question does not wait for the comparison, which takes its time where a file is long.
    const comparison = pairs.length === 1
      ? vscode.commands.executeCommand('vscode.diff', only.original, only.fixed, `${names}: ${title}`, { preview: true })
      : vscode.commands.executeCommand('vscode.changes', title, pairs.map(({ original, fixed }) => [original, original, fixed]));
    comparison.then(undefined, () => say('The comparison could not be shown.'));
    const accepted = await this.accepted(`${title}. ${remark}`, decided);
    for (const { fixed } of pairs) this.texts.delete(fixed.toString());
    await closeTabs(new Set(pairs.map(({ fixed }) => fixed.toString())));
    if (!accepted) return;
    const client = await this.server.get();
    if ((await client.apply(edit)) === 'changed') say('The document has changed meanwhile, so nothing was applied.');
    else await vscode.window.showTextDocument(only.original, { preview: false });
  }

  private async accepted(message: string, decided: Promise<boolean>): Promise<boolean> {
    await vscode.commands.executeCommand('setContext', 'perfReview.previewing', true);
    // The buttons of the editor answer as well; then the message, which cannot be taken back, answers nobody.
    void vscode.window.showInformationMessage(message, 'Apply', 'Discard').then((button) => button && this.decide(button === 'Apply'));
    const closed = vscode.window.tabGroups.onDidChangeTabs(({ closed: tabs }) => tabs.some((tab) => isFixed(tab)) && this.decide(false));
    try {
      return await decided;
    } finally {
      closed.dispose();
      this.answer = undefined;
      await vscode.commands.executeCommand('setContext', 'perfReview.previewing', false);
    }
  }

  private async compared(edit: WorkspaceEdit): Promise<readonly { readonly original: vscode.Uri; readonly fixed: vscode.Uri }[]> {
    const pairs: { original: vscode.Uri; fixed: vscode.Uri }[] = [];
    for (const change of edit.documentChanges ?? []) {
      if (!('textDocument' in change)) continue;
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(change.textDocument.uri));
      const edits = change.edits.flatMap((each) => ('newText' in each ? [{ start: offset(document, each.range.start), end: offset(document, each.range.end), newText: each.newText }] : []));
      let text = document.getText();
      for (const { start, end, newText } of edits.sort((a, b) => b.start - a.start)) text = text.slice(0, start) + newText + text.slice(end);
      const fixed = document.uri.with({ scheme: FIXED_SCHEME, authority: '', query: String(++this.count) });
      this.texts.set(fixed.toString(), text);
      pairs.push({ original: document.uri, fixed });
    }
    return pairs;
  }
}

function offset(document: vscode.TextDocument, { line, character }: { readonly line: number; readonly character: number }): number {
  return document.offsetAt(new vscode.Position(line, character));
}

function isFixed({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === FIXED_SCHEME;
}

/** Comparisons of several files have no type in the oldest editor that is supported: they stay open until the user closes them. */
async function closeTabs(fixed: ReadonlySet<string>): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff && fixed.has(input.modified.toString())));
}
