import type * as vscode from 'vscode';
import type { Confidence } from '../core/finding.js';
import type { MeasuredCost } from '../core/measured-cost.js';
import type { FindingCollection, FindingDiagnostic } from './finding-collection.js';

/** A finding as the tree lists it. */
export interface ListedFinding {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly message: string;
  readonly severity: vscode.DiagnosticSeverity;
  readonly ruleId: string;
  readonly confidence: Confidence;
  readonly fixable: boolean;
  readonly fingerprint: string;
  readonly evidence: readonly vscode.DiagnosticRelatedInformation[];
  /** Absent without a profile, and while it was not asked yet. */
  readonly cost?: MeasuredCost;
}

/** Everything shown now, ordered by file and position. */
export function listFindings(collection: FindingCollection): ListedFinding[] {
  const listed: ListedFinding[] = [];
  collection.forEach((uri, diagnostics) => {
    for (const diagnostic of diagnostics as readonly FindingDiagnostic[]) {
      const { data, range, message, severity, relatedInformation } = diagnostic;
      // Problems without data are about the project (a wrong setting), not findings.
      if (!data) continue;
      listed.push({ uri, range, message, severity, evidence: relatedInformation ?? [], ...data });
    }
  });
  return listed.sort((a, b) => compare(a.uri.path, b.uri.path) || a.range.start.compareTo(b.range.start));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
