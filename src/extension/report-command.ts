import * as vscode from 'vscode';
import { methods, type ExportParams, type ReportFormat } from '../server/protocol.js';
import type { ReviewServer } from './review-server.js';

const FORMATS: readonly { readonly label: string; readonly description: string; readonly format: ReportFormat; readonly extension: string }[] = [
  { label: 'HTML', description: 'a page to read and to pass on', format: 'html', extension: 'html' },
  { label: 'SARIF', description: 'for GitHub code scanning and other tools', format: 'sarif', extension: 'sarif' },
  { label: 'JSON', description: 'for scripts', format: 'json', extension: 'json' },
  { label: 'Text', description: 'as the command line prints it', format: 'text', extension: 'txt' },
];

/** Asks for a format and a place; reviews the workspace first when that was not done yet. */
export async function exportReport(server: ReviewServer, costs: ExportParams['costs']): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showQuickPick(FORMATS, { title: 'Export the performance report as' });
  if (!picked) return undefined;
  const name = `perf-review.${picked.extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }), filters: { [picked.label]: [picked.extension] },
  });
  if (!target) return undefined;
  await writeReport(server, picked.format, target, costs);
  if (picked.format !== 'html') await vscode.window.showTextDocument(target);
  else await vscode.env.openExternal(target);
  return target;
}

/** Writes the report without asking. */
export async function writeReport(server: ReviewServer, format: ReportFormat, target: vscode.Uri, costs: ExportParams['costs']): Promise<void> {
  const progress = { location: vscode.ProgressLocation.Notification, title: 'Exporting the report', cancellable: true };
  await vscode.window.withProgress(progress, async (_progress, token) => {
    const client = await server.get();
    const { text } = await client.request<{ text: string }>(methods.exportReport, { format, ...(costs && { costs }) } satisfies ExportParams, token);
    if (!token.isCancellationRequested) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  });
}
