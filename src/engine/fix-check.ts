import type { ts } from 'ts-morph';
import type { Finding, TextEdit } from '../core/finding.js';
import type { FixProposal } from '../rules/rule.js';
import type { SourceStore } from '../syntax/source-store.js';
import type { FileReview } from './session-contract.js';

/** What the check needs of the session: its texts, and to look at the project as it would be. */
export interface FixCheck {
  readonly sources: SourceStore;
  readonly finding: Finding;
  /** Findings of the finding's file as it is. */
  readonly before: readonly Finding[];
  /** Puts a text in place of a file's, and back. */
  overlay(path: string, text: string | undefined): void;
  reviewAfter(path: string): FileReview;
  /** Messages of the checker for a file, or `undefined` where types are switched off. */
  readonly typeErrors: ((path: string) => readonly string[]) | undefined;
}

/** Why a fix must not be offered, or `undefined` when it holds: it parses, brings no type error, ends its finding and starts no other. */
export function checkFix(proposal: FixProposal, check: FixCheck): string | undefined {
  const edits = groupByPath(proposal.edits);
  if (edits.size === 0) return 'it changes nothing';
  const texts = new Map<string, { before: string; after: string }>();
  for (const [path, list] of edits) {
    const before = check.sources.text(path);
    if (before === undefined) return `${path} cannot be read`;
    const after = applyEdits(before, list);
    if (after === undefined) return 'its edits overlap';
    if (after === before) return 'it changes nothing';
    texts.set(path, { before, after });
  }
  const brokenBefore = new Map([...texts.keys()].map((path) => [path, syntaxErrorsAt(check.sources, path)]));
  const errorsBefore = new Map([...texts.keys()].map((path) => [path, check.typeErrors?.(path) ?? []]));
  const buffered = new Map([...texts.keys()].map((path) => [path, check.sources.hasBuffer(path)]));
  try {
    for (const [path, { after }] of texts) check.overlay(path, after);
    for (const path of texts.keys()) {
      if (syntaxErrorsAt(check.sources, path) > (brokenBefore.get(path) ?? 0)) return 'the result does not parse';
    }
    return findingsRefusal(check, texts) ?? typesRefusal(check, errorsBefore);
  } finally {
    for (const [path, { before }] of texts) check.overlay(path, buffered.get(path) ? before : undefined);
  }
}

function findingsRefusal(check: FixCheck, texts: ReadonlyMap<string, unknown>): string | undefined {
  for (const path of texts.keys()) {
    const after = check.reviewAfter(path);
    if (after.errors.length > 0) return 'a rule fails on the result';
    if (path !== check.finding.span.path) continue;
    const count = (findings: readonly Finding[], ruleId: string): number => findings.filter((each) => each.ruleId === ruleId).length;
    if (count(after.findings, check.finding.ruleId) >= count(check.before, check.finding.ruleId)) return 'the finding would still be there';
    const added = [...new Set(after.findings.map((each) => each.ruleId))].find((ruleId) => count(after.findings, ruleId) > count(check.before, ruleId));
    if (added !== undefined) return `it would bring a finding of ${added}`;
  }
  return undefined;
}

function typesRefusal(check: FixCheck, errorsBefore: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (!check.typeErrors) return undefined;
  for (const [path, before] of errorsBefore) {
    const remaining = [...before];
    for (const error of check.typeErrors(path)) {
      const known = remaining.indexOf(error);
      if (known < 0) return `it would bring a type error: ${error}`;
      remaining.splice(known, 1);
    }
  }
  return undefined;
}

/** Syntax errors the parser recorded; the property is the compiler's own, absent from its public types. */
function syntaxErrorsAt(sources: SourceStore, path: string): number {
  const file: (ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] }) | undefined = sources.get(path);
  return file ? (file.parseDiagnostics?.length ?? 0) : Number.POSITIVE_INFINITY;
}

function groupByPath(edits: readonly TextEdit[]): ReadonlyMap<string, readonly TextEdit[]> {
  const groups = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const list = groups.get(edit.path);
    if (list) list.push(edit);
    else groups.set(edit.path, [edit]);
  }
  return groups;
}

/** The text with all edits made, or `undefined` when two of them touch the same characters. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, 'start' | 'end' | 'newText'>[]): string | undefined {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, newText } of ordered) {
    if (start < at || end < start || end > text.length) return undefined;
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}
