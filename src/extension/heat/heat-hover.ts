import * as vscode from 'vscode';
import type { FunctionHeat } from '../../cost/heat.js';
import { amountText, shareText } from '../../profile/amount.js';
import type { DocumentHeat, FileHeats } from './file-heats.js';

/** What a function took, on its name and parameters. */
export class HeatHover implements vscode.HoverProvider {
  private last: { readonly document: vscode.TextDocument; readonly version: number; readonly heat: Promise<DocumentHeat | undefined> } | undefined;

  constructor(private readonly heats: FileHeats) {
    heats.onDidChange(() => (this.last = undefined));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { all } = this.heats;
    if (!all) return undefined;
    const heat = await this.heatOf(document);
    const found = heat && functionAt(heat, position);
    return found && new vscode.Hover(this.words(found, all.run, all.unit));
  }

  private heatOf(document: vscode.TextDocument): Promise<DocumentHeat | undefined> {
    const { version } = document;
    if (this.last?.document !== document || this.last.version !== version) this.last = { document, version, heat: this.heats.of(document) };
    return this.last.heat;
  }

  /** Names come from code: they are text, and only our own command is a link. */
  private words({ name, self, total, profile, frame }: FunctionHeat, run: number, unit: 'microseconds' | 'samples'): vscode.MarkdownString {
    const text = new vscode.MarkdownString('$(flame) ', true);
    text.isTrusted = { enabledCommands: ['perfReview.showFunctionInProfile'] };
    text.appendText(`${name === '' ? 'This function' : name}: ${amountText(self, unit)} itself (${shareText(self, run)}), ${amountText(total, unit)} with what it calls (${shareText(total, run)}) in ${this.heats.title}. `);
    const place = encodeURIComponent(JSON.stringify([profile, frame]));
    return text.appendMarkdown(`[Show in Profile](command:perfReview.showFunctionInProfile?${place})`);
  }
}

function functionAt({ outline, functions }: DocumentHeat, { line, character }: vscode.Position): FunctionHeat | undefined {
  const [at, column] = [line + 1, character + 1];
  const written = outline.functions.findLast((each, index) => index > 0
    && (each.line < at || (each.line === at && each.column <= column)) && (each.bodyLine > at || (each.bodyLine === at && each.bodyColumn > column)));
  return written && functions.find((each) => each.line === written.line && each.column === written.column);
}
