import type { Limit } from '../server/protocol.js';
import * as vscode from 'vscode';
import type { FindingCosts } from './costs/finding-costs.js';
import type { FindingCollection } from './finding-collection.js';
import type { FindingsView } from './findings-view.js';
import type { LanguageStatus } from './language-status.js';
import { listFindings, type ListedFinding } from './listed-finding.js';

/** What the command `perfReview.findings` returns to other extensions: plain data. */
export interface FindingsSnapshot {
  readonly findings: readonly {
    readonly uri: string;
    readonly ruleId: string;
    readonly message: string;
    readonly confidence: string;
    readonly fixable: boolean;
    readonly fingerprint: string;
    readonly severity: string;
    /** What a profile says of it; null without one, and while it was not asked yet. */
    readonly cost: { readonly state: string; readonly total: number; readonly text: string } | null;
    /** 0-based line and UTF-16 column of start and end. */
    readonly range: readonly [number, number, number, number];
  }[];
  readonly groups: readonly { readonly label: string; readonly count: number; readonly findings: readonly string[] }[];
  /** The run that costs are of. */
  readonly measured: string | null;
  /** How long activation held the editor up. */
  readonly activation: { readonly ms: number; readonly cpuMs: number };
  readonly status: { readonly text: string; readonly detail: string | undefined; readonly limits: readonly Limit[] };
}

export function findingsSnapshot(collection: FindingCollection, view: FindingsView, costs: FindingCosts, status: LanguageStatus, activation: FindingsSnapshot['activation']): FindingsSnapshot {
  return {
    findings: listFindings(collection).map(plain),
    groups: view.tree.groups().map(({ label, findings }) => ({ label, count: findings.length, findings: findings.map(({ fingerprint }) => fingerprint) })),
    measured: costs.measured?.text ?? null,
    activation,
    status: status.snapshot(),
  };
}

function plain({ uri, range, ruleId, message, confidence, fixable, fingerprint, severity, cost }: ListedFinding): FindingsSnapshot['findings'][number] {
  const { start, end } = range;
  return { uri: uri.toString(), ruleId, message, confidence, fixable, fingerprint, severity: (vscode.DiagnosticSeverity[severity] ?? '').toLowerCase(), cost: cost ? { state: cost.state, total: cost.total, text: cost.text } : null, range: [start.line, start.character, end.line, end.character] };
}
