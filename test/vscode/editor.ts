import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FindingsSnapshot } from '../../src/extension/findings-snapshot.js';

// What the suites do in the editor, in words of a user. Nothing here sleeps: each wait follows an event.

const PATIENCE_MS = 30_000;

export function workspaceUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(workspaceUri(name), { preview: false });
}

/** Throws away unsaved changes and closes everything. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Perf Review');
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** The diagnostics of a document once they are as wanted. */
export function waitForFindings(uri: vscode.Uri, wanted: (findings: vscode.Diagnostic[]) => boolean, what: string): Promise<vscode.Diagnostic[]> {
  return eventually(vscode.languages.onDidChangeDiagnostics, () => {
    const findings = findingsOf(uri);
    return wanted(findings) ? findings : undefined;
  }, () => `${what}; there is ${JSON.stringify(findingsOf(uri).map((each) => [ruleOf(each), each.range, each.message]))}`);
}

/** Looks now and after each event until there is something. */
export async function eventually<T>(event: vscode.Event<unknown>, look: () => T | undefined, what: () => string): Promise<T> {
  const now = look();
  if (now !== undefined) return now;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what()}`));
    }, PATIENCE_MS);
    const subscription = event(() => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve(found);
    });
  });
}

export async function snapshot(): Promise<FindingsSnapshot> {
  return vscode.commands.executeCommand<FindingsSnapshot>('perfReview.findings');
}

/**
 * Light bulb entries for a place; their edits are resolved.
 *
 * The editor cancels a request for code actions when any extension registers or withdraws a provider of code actions
 * meanwhile (the built-in ones start when the first file of their language opens). Its own light bulb then asks again,
 * and so does this: the number of providers that can still start is small.
 */
export async function codeActions(uri: vscode.Uri, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const ask = async (): Promise<vscode.CodeAction[]> =>
    vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind?.value, 20);
  for (let attempts = 5; ; attempts -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempts === 1 || !(error instanceof Error && error.name === 'Canceled')) throw error;
    }
  }
}

export async function replaceAll(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  assert.ok(await editor.edit((edit) => edit.replace(all, text)));
}
