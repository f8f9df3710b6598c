import * as vscode from 'vscode';
import { WAITING_IS_NOT_SEEN } from '../core/measured-cost.js';
import type { FindingCollection } from './finding-collection.js';
import { FindingsTree, type FindingNode, type Grouping } from './findings-tree.js';

const GROUPINGS: readonly { readonly grouping: Grouping; readonly label: string; readonly description: string }[] = [
  { grouping: 'rule', label: 'Rule', description: 'What is wrong' },
  { grouping: 'file', label: 'File', description: 'Where it is' },
  { grouping: 'confidence', label: 'Confidence', description: 'How sure it is' },
  { grouping: 'cost', label: 'Measured Cost', description: 'What it took in the profile that is in use' },
];

export function isGrouping(value: unknown): value is Grouping {
  return GROUPINGS.some(({ grouping }) => grouping === value);
}

/** The "Performance Review" view: the tree, its counts, its grouping and its filter. */
export class FindingsView implements vscode.Disposable {
  readonly tree: FindingsTree;
  private readonly view: vscode.TreeView<FindingNode>;
  private grouping: Grouping;
  private filter = '';
  private measured: string | undefined;
  private hasReviewed = false;

  constructor(collection: FindingCollection, private readonly memory: vscode.Memento) {
    this.grouping = memory.get<Grouping>('grouping', 'rule');
    this.tree = new FindingsTree(collection, this.grouping);
    this.view = vscode.window.createTreeView('perfReview.findings', { treeDataProvider: this.tree, showCollapseAll: true });
    this.tree.onDidChangeTreeData(() => this.updateCounts());
    this.updateCounts();
  }

  async pickGrouping(): Promise<void> {
    const items = GROUPINGS.map((each) => ({ ...each, picked: each.grouping === this.grouping }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Group findings by' });
    if (picked) await this.groupBy(picked.grouping);
  }

  async groupBy(grouping: Grouping): Promise<void> {
    this.grouping = grouping;
    await this.memory.update('grouping', grouping);
    this.tree.arrange(grouping, this.filter);
  }

  /** @param measured what run costs are of, for people; `undefined` when there is none any more */
  showMeasured(measured: string | undefined): void {
    this.measured = measured;
    this.updateCounts();
  }

  async askFilter(): Promise<void> {
    const prompt = 'Words that the rule, the path, the message or the confidence must contain; empty shows everything';
    const filter = await vscode.window.showInputBox({ title: 'Filter findings', prompt, value: this.filter });
    if (filter !== undefined) this.setFilter(filter.trim());
  }

  setFilter(filter: string): void {
    this.filter = filter;
    void vscode.commands.executeCommand('setContext', 'perfReview.filtered', filter !== '');
    this.tree.arrange(this.grouping, filter);
  }

  /** After a review of many files an empty tree means "nothing found", not "nothing done". */
  reviewed(done: boolean): void {
    this.hasReviewed = done;
    this.updateCounts();
  }

  dispose(): void {
    this.view.dispose();
    this.tree.dispose();
  }

  private costMessage(): string {
    return this.measured === undefined ? 'Profile the program, or open a profile, to see what findings cost.' : `${this.measured} ${WAITING_IS_NOT_SEEN}`;
  }

  private updateCounts(): void {
    const { shown, total } = this.tree.listed();
    const tooltip = `${total} performance ${total === 1 ? 'finding' : 'findings'}`;
    this.view.badge = total > 0 ? { value: total, tooltip } : undefined;
    this.view.description = this.filter === '' ? countLabel(total) : `${shown.length} of ${total} · "${this.filter}"`;
    this.view.message = total > 0 && shown.length === 0 ? 'No finding matches the filter.' : this.grouping === 'cost' ? this.costMessage() : undefined;
    void vscode.commands.executeCommand('setContext', 'perfReview.emptyAfterReview', total === 0 && this.hasReviewed);
  }
}

function countLabel(total: number): string {
  return total === 0 ? '' : String(total);
}
