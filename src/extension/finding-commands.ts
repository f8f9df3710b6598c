import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageclient';
import { methods, type FindingReference, type SuppressionScope } from '../server/protocol.js';
import type { ListedFinding } from './listed-finding.js';
import type { ReviewServer } from './review-server.js';
import { say } from './say.js';

/** What can be done with one finding, from the tree or from the light bulb. */
export class FindingCommands {
  constructor(private readonly server: ReviewServer) {}

  async reveal({ uri, range }: vscode.Location | ListedFinding): Promise<void> {
    await vscode.window.showTextDocument(uri, { selection: range, preserveFocus: false, preview: true });
  }

  /** Asks for the reason unless the caller gives it. */
  async suppress({ uri, fingerprint, scope }: FindingReference & { scope: SuppressionScope }, given?: string): Promise<void> {
    const reason = given ?? await vscode.window.showInputBox({ title: 'Why is this acceptable?', prompt: 'The reason is kept in the comment.', placeHolder: 'at most ten elements' });
    if (reason === undefined) return;
    const client = await this.server.get();
    const edit = await client.request<WorkspaceEdit | null>(methods.suppression, { uri, fingerprint, scope, reason: reason.trim() });
    if (edit) await this.apply(edit);
    else say('The finding is gone; there is nothing to disable.');
  }

  async suppressListed(finding: ListedFinding): Promise<void> {
    await vscode.window.showTextDocument(finding.uri, { selection: finding.range });
    await this.suppress({ uri: finding.uri.toString(), fingerprint: finding.fingerprint, scope: 'line' });
  }

  async copy({ uri, range, message, ruleId, evidence }: ListedFinding): Promise<void> {
    const place = (at: vscode.Uri, line: number): string => `${vscode.workspace.asRelativePath(at)}:${line + 1}`;
    const links = evidence.map(({ location, message: text }) => `  ${place(location.uri, location.range.start.line)} ${text}`);
    await vscode.env.clipboard.writeText([`${place(uri, range.start.line)} ${ruleId}: ${message}`, ...links].join('\n'));
  }

  private async apply(edit: WorkspaceEdit): Promise<void> {
    const client = await this.server.get();
    if ((await client.apply(edit)) === 'changed') say('The document has changed meanwhile, so nothing was applied.');
  }
}
