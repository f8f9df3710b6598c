import path from 'node:path';
import * as vscode from 'vscode';
import type { FunctionHeat } from '../../cost/heat.js';
import { amountText, shareText } from '../../profile/amount.js';
import { frameName } from '../../profile/frame-name.js';
import type { FileHeats } from './file-heats.js';

const SHOWN = 50;

/** The view "Hot Functions": the program's own functions by their own time. */
export class HotFunctions implements vscode.TreeDataProvider<FunctionHeat>, vscode.Disposable {
  readonly onDidChangeTreeData: vscode.Event<void>;
  private readonly view: vscode.TreeView<FunctionHeat>;

  constructor(private readonly heats: FileHeats) {
    this.onDidChangeTreeData = heats.onDidChange;
    this.view = vscode.window.createTreeView('perfReview.hotFunctions', { treeDataProvider: this });
    heats.onDidChange(() => {
      this.view.description = heats.title;
      this.view.message = heats.all && this.getChildren().length === 0 ? 'No sample fell into a function of this workspace.' : undefined;
    });
  }

  getChildren(of?: FunctionHeat): FunctionHeat[] {
    return of ? [] : [...(this.heats.all?.hottest(SHOWN) ?? [])];
  }

  getTreeItem(hot: FunctionHeat): vscode.TreeItem {
    const { run = 0, unit = 'microseconds' } = this.heats.all ?? {};
    const name = nameOf(hot);
    const place = placeOf(hot);
    const item = new vscode.TreeItem(name);
    item.description = `${shareText(hot.self, run)} · ${amountText(hot.self, unit)} · ${path.posix.basename(place)}`;
    item.tooltip = this.words(hot);
    item.iconPath = new vscode.ThemeIcon('symbol-function');
    item.contextValue = 'hotFunction';
    item.command = { command: 'perfReview.openHotFunction', title: 'Go to Function', arguments: [hot] };
    item.accessibilityInformation = { label: this.words(hot) };
    return item;
  }

  /** One function in a line, for the tooltip and the clipboard. */
  words(hot: FunctionHeat): string {
    const { run = 0, unit = 'microseconds' } = this.heats.all ?? {};
    return `${nameOf(hot)} (${placeOf(hot)}): ${amountText(hot.self, unit)} itself (${shareText(hot.self, run)}), ${amountText(hot.total, unit)} with what it calls (${shareText(hot.total, run)})`;
  }

  dispose(): void {
    this.view.dispose();
  }
}

/** Of the top level of a file V8 tells no line. */
function placeOf({ path, line }: FunctionHeat): string {
  const file = vscode.workspace.asRelativePath(path);
  return line > 0 ? `${file}:${String(line)}` : file;
}

function nameOf({ name, path, line, column }: FunctionHeat): string {
  return frameName(name, path, line, column);
}
