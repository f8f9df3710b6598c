import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { methods, type FixAllParams, type FixAllResult, type FindingReference, type OfferedFix, type PreviewedFix, type ReviewStep, type RuleSummary } from '../server/protocol.js';
import { isGroup, type FindingGroup, type FindingNode } from './findings-tree.js';
import type { FixPreview } from './fix-preview.js';
import type { ListedFinding } from './listed-finding.js';
import type { ReviewServer } from './review-server.js';
import { say } from './say.js';

/** Where fixes are made: in files or folders, or everywhere, of one rule or of all. */
export type FixScope = Pick<FixAllParams, 'uris' | 'ruleId'>;

/** Repairs, one or many, from the tree, the explorer and the palette. */
export class FixCommands {
  constructor(private readonly server: ReviewServer, private readonly preview: FixPreview) {}

  /**
   * Opens the document first: its version is what keeps the edit from landing in a text it was not made for.
   * @param preview shows also a safe repair before it is made; others are always shown
   */
  async fix(finding: ListedFinding, preview: boolean): Promise<void> {
    await vscode.window.showTextDocument(finding.uri, { selection: finding.range });
    const fixes = await this.offered({ uri: finding.uri.toString(), fingerprint: finding.fingerprint });
    if (fixes.length === 0) return say('No fix of this finding could be shown to hold; the output says why.');
    const items = fixes.map((fix) => ({
      label: fix.title, description: fix.safety === 'safe' ? 'same results and effects' : 'opens a preview',
      ...(fix.differs.length > 0 && { detail: `May behave differently: ${fix.differs.join('; ')}` }), fix,
    }));
    const picked = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: finding.message });
    if (picked) await this.make(picked.fix, preview);
  }

  /** One fix, picked in the menu of the light bulb. */
  async previewOffered({ title, version, ...reference }: PreviewedFix): Promise<void> {
    const fix = (await this.offered(reference)).find((each) => each.title === title);
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === vscode.Uri.parse(reference.uri).toString());
    if (fix && open?.version === version) await this.make(fix, true);
    else say(CHANGED);
  }

  private async offered(reference: FindingReference): Promise<OfferedFix[]> {
    const client = await this.server.get();
    return vscode.window.withProgress({ location: { viewId: 'perfReview.findings' } }, () => client.request<OfferedFix[]>(methods.fixesFor, reference));
  }

  private async make({ title, safety, differs, edit }: OfferedFix, preview: boolean): Promise<void> {
    if (preview || safety === 'review') return this.preview.show(edit, title, remarkOn(differs));
    const client = await this.server.get();
    if ((await client.apply(edit)) === 'changed') say(CHANGED);
  }

  async fixFile(uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    if (uri?.scheme !== 'file') return say('Open a JavaScript or TypeScript file first.');
    await this.fixAll({ uris: [uri.toString()] }, vscode.workspace.asRelativePath(uri));
  }

  async fixFolder(given?: vscode.Uri): Promise<void> {
    const uri = given ?? (await vscode.window.showOpenDialog({
      canSelectFolders: true, canSelectFiles: false, title: 'Fix all in folder', openLabel: 'Fix All',
      ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
    }))?.[0];
    if (uri) await this.fixAll({ uris: [uri.toString()] }, vscode.workspace.asRelativePath(uri));
  }

  async fixWorkspace(): Promise<void> {
    if (!vscode.workspace.workspaceFolders?.length) return say('Open a folder first: there is no workspace to fix.');
    await this.fixAll({}, 'the workspace');
  }

  /** All findings of a rule: the one of the group or finding in the tree, or one the user picks. */
  async fixRule(node?: FindingNode): Promise<void> {
    const ruleId = node ? ruleOf(node) : await this.pickRule();
    if (ruleId !== undefined) await this.fixAll({ ruleId }, `the workspace, of ${ruleId}`);
  }

  async fixGroup(group: FindingGroup): Promise<void> {
    if (group.uri) await this.fixFile(group.uri);
  }

  /** Safe ones, unless the user wants the others too and has seen what they change. */
  async fixAll(scope: FixScope, where: string, given?: 'safe' | 'review'): Promise<FixAllResult | undefined> {
    const choices = [
      { label: 'Safe fixes only', description: 'same results and effects', grade: 'safe' as const },
      { label: 'All fixes, with a preview', description: 'some may behave differently; the preview says how', grade: 'review' as const },
    ];
    const grade = given ?? (await vscode.window.showQuickPick(choices, { title: `Fix all in ${where}` }))?.grade;
    if (!grade) return undefined;
    const client = await this.server.get();
    const options = { location: vscode.ProgressLocation.Notification, title: `Fixing all in ${where}`, cancellable: true };
    const result = await vscode.window.withProgress(options, async (progress, token) => {
      const workDoneToken = randomUUID();
      const subscription = client.onProgress<ReviewStep>(workDoneToken, ({ done, total }) => progress.report({ message: `${done} of ${total} files` }));
      try {
        return await client.request<FixAllResult>(methods.fixAll, { ...scope, review: grade === 'review', workDoneToken } satisfies FixAllParams, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        subscription.dispose();
      }
    });
    if (!result) return undefined;
    if (result.problem) say(result.problem);
    else if (result.fixes === 0) say(`There is nothing to fix${grade === 'safe' ? ' safely' : ''} in ${where}.`);
    else if (result.differs.length > 0) await this.preview.show(result.edit, `${result.fixes} fixes`, remarkOn(result.differs));
    else if ((await client.apply(result.edit)) === 'changed') say(CHANGED);
    return result;
  }

  private async pickRule(): Promise<string | undefined> {
    const client = await this.server.get();
    const rules = await client.request<RuleSummary[]>(methods.rules, null);
    return (await vscode.window.showQuickPick(rules.map(({ id, summary }) => ({ label: id, detail: summary })), { title: 'Fix all of a rule', matchOnDetail: true }))?.label;
  }
}

const CHANGED = 'The document has changed meanwhile, so nothing was applied.';

function remarkOn(differs: readonly string[]): string {
  return differs.length === 0 ? 'Same results and effects.' : `May behave differently: ${differs.join('; ')}.`;
}

function ruleOf(node: FindingNode): string | undefined {
  if (isGroup(node)) return node.findings[0]?.ruleId;
  return 'ruleId' in node ? node.ruleId : undefined;
}
