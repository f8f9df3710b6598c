import type { ReportedFinding } from './review-folder.js';

/** The findings of a repository as a text with a line each, so that a change of a rule shows as added and removed lines. */
export function findingList(findings: readonly ReportedFinding[]): string {
  const sorted = [...findings].sort((a, b) => compare(a.path, b.path) || a.line - b.line || compare(a.ruleId, b.ruleId) || compare(a.confidence, b.confidence));
  return sorted.map((each) => `${each.path}:${each.line} ${each.ruleId} ${each.confidence}\n`).join('');
}

/** By code units: a locale would sort differently elsewhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lines that only one of two lists has; equal lines are told apart by how many there are. */
export function listChanges(before: string, after: string): { readonly appeared: readonly string[]; readonly gone: readonly string[] } {
  return { appeared: without(after, before), gone: without(before, after) };
}

function without(list: string, other: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of linesOf(other)) left.set(line, (left.get(line) ?? 0) + 1);
  return linesOf(list).filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function linesOf(list: string): readonly string[] {
  return list.split('\n').filter((line) => line !== '');
}
