import type { Limit } from '../server/protocol.js';
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
    /** 0-based line and UTF-16 column of start and end. */
    readonly range: readonly [number, number, number, number];
  }[];
  readonly groups: readonly { readonly label: string; readonly count: number }[];
  /** How long activation held the editor up. */
  readonly activation: { readonly ms: number; readonly cpuMs: number };
  readonly status: { readonly text: string; readonly detail: string | undefined; readonly limits: readonly Limit[] };
}

export function findingsSnapshot(collection: FindingCollection, view: FindingsView, status: LanguageStatus, activation: FindingsSnapshot['activation']): FindingsSnapshot {
  return {
    findings: listFindings(collection).map(plain),
    groups: view.tree.groups().map(({ label, findings }) => ({ label, count: findings.length })),
    activation,
    status: status.snapshot(),
  };
}

function plain({ uri, range, ruleId, message, confidence, fixable, fingerprint }: ListedFinding): FindingsSnapshot['findings'][number] {
  const { start, end } = range;
  return { uri: uri.toString(), ruleId, message, confidence, fixable, fingerprint, range: [start.line, start.character, end.line, end.character] };
}
