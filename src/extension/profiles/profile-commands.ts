import * as vscode from 'vscode';
import { localPathOf } from '../../profile/places.js';
import { say } from '../say.js';
import { registerComparisons } from './compare-commands.js';
import { frameAt, type FunctionLines } from './frame-at.js';
import { isSaveFormat } from './save-formats.js';
import { saveProfileAs } from './save-profile.js';
import { PROFILE_EDITOR, PROFILE_FILTERS, RUN_PANEL, type ProfilePanels } from './profile-panels.js';

/** Registers the editor of profiles and the commands that lead to it. */
export function registerProfiles(context: vscode.ExtensionContext, panels: ProfilePanels): void {
  context.subscriptions.push(
    panels,
    vscode.window.registerCustomEditorProvider(PROFILE_EDITOR, panels, { webviewOptions: { retainContextWhenHidden: true }, supportsMultipleEditorsPerDocument: true }),
    vscode.window.registerWebviewPanelSerializer(RUN_PANEL, panels),
    // A button gives what it stands above; programs say how and where to save.
    vscode.commands.registerCommand('perfReview.saveProfileAs', (format?: unknown, target?: unknown) =>
      saveProfileAs(panels, `perf-review ${String((context.extension.packageJSON as { version?: unknown }).version)}`, { ...(isSaveFormat(format) && { format }), ...(isSaveFormat(format) && target instanceof vscode.Uri && { target }) })),
    vscode.commands.registerCommand('perfReview.openProfile', (uri?: vscode.Uri) => openProfile(panels, uri)),
    vscode.commands.registerCommand('perfReview.showInProfile', () => showInProfile(panels)),
  );
  registerComparisons(context, panels);
}

async function openProfile(panels: ProfilePanels, uri: vscode.Uri | undefined): Promise<void> {
  if (uri instanceof vscode.Uri) return panels.open(uri);
  const picked = await vscode.window.showOpenDialog({ title: 'Open a profile', openLabel: 'Open', filters: PROFILE_FILTERS });
  if (picked?.[0]) await panels.open(picked[0]);
}

/** From the function at the cursor to the same function in the panel. */
async function showInProfile(panels: ProfilePanels): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return say('Open a file and put the cursor into a function first.');
  const open = panels.current();
  if (!open) return say('No profile is open: open one, or profile the program first.');
  const { fsPath } = editor.document.uri;
  const isFile = (url: string): boolean => {
    const file = localPathOf(url);
    return file !== undefined && vscode.Uri.file(file).fsPath === fsPath;
  };
  const functions = await functionsAround(editor.document.uri, editor.selection.active);
  for (const [index, profile] of open.profiles.entries()) {
    const frame = frameAt(profile, isFile, editor.selection.active.line + 1, functions);
    if (frame !== undefined) return panels.reveal(index, frame);
  }
  say(`${open.title} has no sample of this function: it did not run, or too shortly to be seen.`);
}

const FUNCTION_KINDS = new Set([vscode.SymbolKind.Function, vscode.SymbolKind.Method, vscode.SymbolKind.Constructor, vscode.SymbolKind.Property, vscode.SymbolKind.Variable, vscode.SymbolKind.Constant]);

/** The innermost first. Empty where nothing knows the file's functions. */
async function functionsAround(uri: vscode.Uri, position: vscode.Position): Promise<readonly FunctionLines[]> {
  const symbols = await vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
  const around: FunctionLines[] = [];
  const visit = (all: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]): void => {
    for (const each of all) {
      if (!('range' in each) || !each.range.contains(position)) continue;
      if (FUNCTION_KINDS.has(each.kind)) around.unshift({ first: each.range.start.line + 1, last: each.range.end.line + 1 });
      visit(each.children);
    }
  };
  visit(symbols ?? []);
  return around;
}
