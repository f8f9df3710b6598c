import * as vscode from 'vscode';
import { HEAT_LEVELS, heatLevel, movedLines } from '../../cost/heat.js';
import { amountText } from '../../profile/amount.js';
import type { FileHeats } from './file-heats.js';
import { lineEdit } from './line-edit.js';

const COLOURS = ['perfReview.heat.low', 'perfReview.heat.moderate', 'perfReview.heat.high', 'perfReview.heat.highest'];
const SHOWN = 'lineHeat';

type LineTimes = ReadonlyMap<number, number>;

/** Own time by 0-based line: as it was learned of a text, and as edits have left it. */
interface KnownHeat {
  readonly text: string;
  readonly learned: LineTimes;
  readonly lines: LineTimes;
}

/** What lines took, at their ends, where it moves no code: a bar whose length is the logarithm of the share, and the time. */
export class LineHeat implements vscode.Disposable {
  private readonly known = new Map<string, KnownHeat>();
  private readonly levels = Array.from({ length: HEAT_LEVELS }, (_, level) => decorationOf(level));
  private readonly subscriptions: readonly vscode.Disposable[];
  private shown: boolean;

  constructor(private readonly heats: FileHeats, private readonly memory: vscode.Memento) {
    this.shown = memory.get(SHOWN, true);
    this.subscriptions = [
      heats.onDidChange(() => this.refresh()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.update()),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.known.delete(uri.toString())),
    ];
  }

  async toggle(): Promise<void> {
    this.shown = !this.shown;
    await this.memory.update(SHOWN, this.shown);
    this.update();
  }

  /** Own time by 0-based line as it is shown now, for tests and other extensions. */
  linesOf(uri: vscode.Uri): LineTimes {
    return (this.shown ? this.known.get(uri.toString())?.lines : undefined) ?? new Map<number, number>();
  }

  dispose(): void {
    for (const each of [...this.subscriptions, ...this.levels]) each.dispose();
  }

  private refresh(): void {
    this.known.clear();
    this.update();
  }

  private update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      this.paint(editor);
      if (this.shown && this.heats.all && !this.known.has(document.uri.toString())) void this.learn(document);
    }
  }

  private async learn(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const heat = await this.heats.of(document);
    if (document.isClosed) return;
    // Somebody typed meanwhile.
    if (document.version !== version) return this.learn(document);
    const lines = new Map([...(heat?.lines ?? [])].map(([line, time]) => [line - 1, time] as const));
    this.known.set(document.uri.toString(), { text: document.getText(), learned: lines, lines });
    this.paintAll(document);
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    const before = this.known.get(key);
    if (!before || contentChanges.length === 0) return;
    let { lines } = before;
    for (const change of contentChanges) lines = movedLines(lines, lineEdit(change, restBehind(document, change)));
    // Undo brings back what was lost on the way.
    this.known.set(key, { ...before, lines: document.getText() === before.text ? before.learned : lines });
    this.paintAll(document);
  }

  private paintAll(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.paint(editor);
  }

  private paint(editor: vscode.TextEditor): void {
    const { all } = this.heats;
    const lines: LineTimes = all ? this.linesOf(editor.document.uri) : new Map();
    const byLevel = this.levels.map((): vscode.DecorationOptions[] => []);
    for (const [line, time] of lines) {
      const level = all && line < editor.document.lineCount ? heatLevel(time / all.run) : undefined;
      if (all && level !== undefined) byLevel[level]?.push({ range: editor.document.lineAt(line).range, renderOptions: { after: { contentText: `${'▍'.repeat(level + 1)} ${amountText(time, all.unit)}` } } });
    }
    this.levels.forEach((level, index) => editor.setDecorations(level, byLevel[index] ?? []));
  }
}

function decorationOf(level: number): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor(COLOURS[level] ?? '');
  return vscode.window.createTextEditorDecorationType({
    after: { color, margin: '0 0 0 3ch', fontStyle: 'normal' },
    overviewRulerColor: color, overviewRulerLane: vscode.OverviewRulerLane.Right,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

/** What stands behind the new text on its last line. */
function restBehind(document: vscode.TextDocument, { range, text }: vscode.TextDocumentContentChangeEvent): string {
  const lines = text.split('\n');
  const line = range.start.line + lines.length - 1;
  const column = (lines.length === 1 ? range.start.character : 0) + (lines.at(-1) ?? '').length;
  return line < document.lineCount ? document.lineAt(line).text.slice(column) : '';
}
