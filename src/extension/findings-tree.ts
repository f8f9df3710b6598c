import * as vscode from 'vscode';
import { byCost, costText, type CostState } from '../core/measured-cost.js';
import type { FindingCollection } from './finding-collection.js';
import { listFindings, type ListedFinding } from './listed-finding.js';

export type Grouping = 'rule' | 'file' | 'confidence' | 'cost';

export interface FindingGroup {
  readonly label: string;
  readonly uri?: vscode.Uri;
  readonly findings: readonly ListedFinding[];
}

/** One link of the chain that proves a finding: it has a place, hence a jump. */
export interface EvidenceNode {
  readonly link: vscode.DiagnosticRelatedInformation;
}

export type FindingNode = FindingGroup | ListedFinding | EvidenceNode;

const CONFIDENCE_ORDER = ['high', 'medium', 'low'];
const COST_LABELS: Readonly<Record<CostState, string>> = { measured: 'Measured', unknown: 'Not Measured', 'not-seen': 'Not Measured', cheap: 'Cheap Here', 'not-reached': 'Not Reached' };
const COST_ORDER = [...new Set(Object.values(COST_LABELS))];
/** From this part of a run on, a finding is drawn as hot: ten of them are the run. */
const HOT_SHARE = 0.1;
const ICONS: Record<vscode.DiagnosticSeverity, vscode.ThemeIcon> = {
  [vscode.DiagnosticSeverity.Error]: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  [vscode.DiagnosticSeverity.Warning]: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  [vscode.DiagnosticSeverity.Information]: new vscode.ThemeIcon('info'),
  [vscode.DiagnosticSeverity.Hint]: new vscode.ThemeIcon('lightbulb'),
};

/** Findings in groups; says nothing about where they come from. */
export class FindingsTree implements vscode.TreeDataProvider<FindingNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly subscription: vscode.Disposable;
  private pending: NodeJS.Timeout | undefined;

  constructor(private readonly collection: FindingCollection, private grouping: Grouping, private filter = '') {
    // A review of many files changes the collection for each of them; the tree follows at a pace people can read.
    this.subscription = collection.onDidChange(() => {
      this.pending ??= setTimeout(() => {
        this.pending = undefined;
        this.changes.fire();
      }, 100);
    });
  }

  arrange(grouping: Grouping, filter: string): void {
    this.grouping = grouping;
    this.filter = filter;
    this.changes.fire();
  }

  /** What the tree shows, and how much there is without the filter. */
  listed(): { readonly shown: ListedFinding[]; readonly total: number } {
    const all = listFindings(this.collection);
    const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (finding: ListedFinding): boolean => {
      const text = `${finding.ruleId} ${vscode.workspace.asRelativePath(finding.uri)} ${finding.message} ${finding.confidence}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    return { shown: words.length === 0 ? all : all.filter(matches), total: all.length };
  }

  groups(): FindingGroup[] {
    const groups = new Map<string, ListedFinding[]>();
    for (const finding of this.listed().shown) {
      const label = this.labelOf(finding);
      const group = groups.get(label);
      if (group) group.push(finding);
      else groups.set(label, [finding]);
    }
    const rank = (label: string): number => (this.grouping === 'confidence' ? CONFIDENCE_ORDER : this.grouping === 'cost' ? COST_ORDER : []).indexOf(label);
    return [...groups].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b)).map(([label, members]) => {
      const findings = this.grouping === 'cost' ? [...members].sort(dearestFirst) : members;
      const uri = this.grouping === 'file' ? findings[0]?.uri : undefined;
      return uri ? { label, findings, uri } : { label, findings };
    });
  }

  getChildren(node?: FindingNode): FindingNode[] {
    if (!node) return this.groups();
    if (isGroup(node)) return [...node.findings];
    return isEvidence(node) ? [] : node.evidence.map((link) => ({ link }));
  }

  getTreeItem(node: FindingNode): vscode.TreeItem {
    if (isGroup(node)) return this.groupItem(node);
    return isEvidence(node) ? evidenceItem(node) : this.findingItem(node);
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.subscription.dispose();
    this.changes.dispose();
  }

  private labelOf({ ruleId, uri, confidence, cost }: ListedFinding): string {
    if (this.grouping === 'cost') return COST_LABELS[cost?.state ?? 'unknown'];
    if (this.grouping === 'rule') return ruleId;
    return this.grouping === 'file' ? vscode.workspace.asRelativePath(uri) : confidence;
  }

  private groupItem({ label, uri, findings }: FindingGroup): vscode.TreeItem {
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `${this.grouping}:${label}`;
    item.description = String(findings.length);
    item.contextValue = `group.${this.grouping}`;
    if (uri) {
      item.resourceUri = uri;
      item.iconPath = vscode.ThemeIcon.File;
    } else if (this.grouping === 'confidence') {
      item.label = `${label[0]?.toUpperCase()}${label.slice(1)} confidence`;
    }
    return item;
  }

  private findingItem(finding: ListedFinding): vscode.TreeItem {
    // Narrow as side bars are, what differs between neighbours comes first: the message within a file, else the place.
    const { message, evidence, ruleId } = finding;
    const state = evidence.length > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
    const line = finding.range.start.line + 1;
    const place = `${vscode.workspace.asRelativePath(finding.uri)}:${line}`;
    const item = new vscode.TreeItem(this.grouping === 'file' ? message : `${place.split('/').pop()}`, state);
    if (this.grouping === 'file') item.description = `${ruleId} · line ${line}`;
    else item.description = this.grouping === 'rule' ? message : `${ruleId} · ${message}`;
    const amount = finding.cost?.short ?? '';
    if (amount !== '') item.description = `${amount} · ${item.description}`;
    item.tooltip = tooltip(finding, place);
    item.iconPath = iconOf(finding);
    item.contextValue = finding.fixable ? 'finding.fixable' : 'finding';
    item.command = { command: 'perfReview.reveal', title: 'Go to Finding', arguments: [finding] };
    item.accessibilityInformation = { label: `${message}, ${ruleId}, ${finding.confidence} confidence, ${place}${finding.cost ? `, measured: ${costText(finding.cost)}` : ''}` };
    return item;
  }
}

export function isGroup(node: FindingNode): node is FindingGroup {
  return 'findings' in node;
}

function isEvidence(node: FindingNode): node is EvidenceNode {
  return 'link' in node;
}

function iconOf({ cost, severity }: ListedFinding): vscode.ThemeIcon {
  if (cost?.state === 'not-reached') return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  if (cost?.state === 'measured' && cost.share >= HOT_SHARE) return new vscode.ThemeIcon('flame', new vscode.ThemeColor('list.warningForeground'));
  return ICONS[severity];
}

function dearestFirst(a: ListedFinding, b: ListedFinding): number {
  const severity = 'warning' as const;
  return byCost({ severity, ...(a.cost && { cost: a.cost }) }, { severity, ...(b.cost && { cost: b.cost }) }) || a.severity - b.severity;
}

function evidenceItem({ link: { message, location } }: EvidenceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(message);
  item.description = `${vscode.workspace.asRelativePath(location.uri)}:${location.range.start.line + 1}`;
  item.iconPath = new vscode.ThemeIcon('debug-stackframe-dot');
  item.contextValue = 'evidence';
  item.command = { command: 'perfReview.reveal', title: 'Go to Evidence', arguments: [location] };
  return item;
}

/** Built from text nodes only: messages quote code of the workspace. */
function tooltip({ message, ruleId, confidence, evidence, cost }: ListedFinding, place: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`${message}\n\n${ruleId} · ${confidence} confidence · ${place}\n`);
  if (cost) text.appendText(`\nMeasured: ${costText(cost)}\n`);
  for (const { message: link, location } of evidence) {
    text.appendText(`\n• ${link}: ${vscode.workspace.asRelativePath(location.uri)}:${location.range.start.line + 1}\n`);
  }
  return text;
}
