import * as vscode from 'vscode';
import type { FunctionHeat } from '../../cost/heat.js';
import type { ProfileInUse } from '../costs/profile-in-use.js';
import { LANGUAGES } from '../languages.js';
import { openSource } from '../profiles/open-source.js';
import type { ProfilePanels } from '../profiles/profile-panels.js';
import type { ReviewServer } from '../review-server.js';
import { say } from '../say.js';
import { FileHeats } from './file-heats.js';
import { HeatHover } from './heat-hover.js';
import { HotFunctions } from './hot-functions.js';
import { LineHeat } from './line-heat.js';

/** Registers heat in the editor, the view of hot functions, and their commands. */
export function registerHeat(context: vscode.ExtensionContext, server: ReviewServer, profile: ProfileInUse, panels: ProfilePanels): void {
  const heats = new FileHeats(server, profile);
  const lines = new LineHeat(heats, context.workspaceState);
  const functions = new HotFunctions(heats);
  context.subscriptions.push(
    heats, lines, functions,
    vscode.languages.registerHoverProvider(LANGUAGES.map((language) => ({ scheme: 'file', language })), new HeatHover(heats)),
    vscode.commands.registerCommand('perfReview.toggleLineHeat', () => lines.toggle()),
    vscode.commands.registerCommand('perfReview.lineHeat', (uri: vscode.Uri) => Object.fromEntries(lines.linesOf(uri))),
    vscode.commands.registerCommand('perfReview.openHotFunction', (hot: FunctionHeat) => open(heats, hot)),
    vscode.commands.registerCommand('perfReview.showFunctionInProfile', (of: FunctionHeat | number, frame?: number) => (typeof of === 'number' ? show(profile, panels, of, frame ?? 0) : show(profile, panels, of.profile, of.frame))),
    vscode.commands.registerCommand('perfReview.copyHotFunction', (hot: FunctionHeat) => vscode.env.clipboard.writeText(functions.words(hot))),
  );
}

/** To where the function is now, if its file was edited since. */
async function open(heats: FileHeats, hot: FunctionHeat): Promise<void> {
  await openSource({ name: hot.name, url: hot.path, line: hot.line, column: hot.column }, vscode.ViewColumn.Active);
  const editor = vscode.window.activeTextEditor;
  const heat = editor && await heats.of(editor.document);
  const now = heat?.functions.find(({ profile, frame }) => profile === hot.profile && frame === hot.frame);
  if (!editor || !now || editor.document.uri.fsPath.replaceAll('\\', '/') !== hot.path) return;
  const at = new vscode.Position(now.line - 1, Math.max(0, now.column - 1));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A profile that is in use without its panel is opened first. */
async function show(inUse: ProfileInUse, panels: ProfilePanels, profile: number, frame: number): Promise<void> {
  const used = inUse.current();
  if (!used) return say('No profile is in use: open one, or profile the program first.');
  if (panels.current()?.profiles !== used.profiles) {
    if (!used.uri) return say(`The panel of ${used.title} was closed; profile the program again to see it.`);
    await panels.open(used.uri);
  }
  panels.reveal(profile, frame);
}
