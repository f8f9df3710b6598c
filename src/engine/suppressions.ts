import type { ts } from 'ts-morph';
import type { Finding, TextEdit } from '../core/finding.js';
import { findComments, findDirectives, DIRECTIVE_KINDS, type Directive } from './directives.js';
import { fingerprints } from './fingerprint.js';
import { suggestion } from './near-match.js';
import { UNUSED_SUPPRESSION } from './rule-declaration.js';
import type { SuppressedFinding } from './session-contract.js';
import { suppressionRemoval } from './suppression-edits.js';

export interface SuppressionInput {
  readonly file: ts.SourceFile;
  /** Absolute, as in the spans of the findings. */
  readonly path: string;
  /** Relative to the root, for fingerprints. */
  readonly relativePath: string;
  /** Of this file, before any filter by confidence: a comment that hides a weak finding is not unused. */
  readonly findings: readonly Finding[];
  /** Rules that ran on this file in full. A comment for another rule may have its use. */
  readonly active: ReadonlySet<string>;
  /** Every rule there is, for near matches. */
  readonly known: readonly string[];
}

export interface UnusedSuppression {
  readonly finding: Finding;
  /** Removes the comment, or only the ids in it that suppress nothing. */
  readonly edit: TextEdit;
}

export interface SuppressionOutcome {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Left out by the caller while types were not asked yet: they may still find what the comment is for. */
  readonly unused: readonly UnusedSuppression[];
}

/** Divides the findings of a file by the comments in it. */
export function applySuppressions(input: SuppressionInput): SuppressionOutcome {
  const directives = findDirectives(input.file);
  if (directives.length === 0) return { kept: input.findings, suppressed: [], unused: [] };
  const used = new Map(directives.map((directive) => [directive, new Set<string>()]));
  const scopes = directives.map((directive) => ({ directive, covers: coverage(input.file, directive, directives) }));
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of input.findings) {
    // The last one to speak is the closest, and its reason the one to show.
    const scope = scopes.findLast(({ directive, covers }) => names(directive, finding.ruleId) && covers(finding));
    if (scope === undefined) {
      kept.push(finding);
      continue;
    }
    used.get(scope.directive)?.add(finding.ruleId);
    suppressed.push({ finding, ...(scope.directive.reason === undefined ? {} : { reason: scope.directive.reason }) });
  }
  const unused = directives.flatMap((directive) => unusedIn(directive, used.get(directive) ?? new Set(), input) ?? []);
  return { kept, suppressed, unused: withFingerprints(unused, input) };
}

function names(directive: Directive, ruleId: string): boolean {
  return directive.ruleIds.length === 0 || directive.ruleIds.includes(ruleId);
}

/** Whether a finding of a rule the directive names begins where it has a say. */
function coverage(file: ts.SourceFile, directive: Directive, all: readonly Directive[]): (finding: Finding) => boolean {
  const lineOf = (offset: number) => file.getLineAndCharacterOfPosition(Math.min(offset, file.text.length)).line;
  switch (directive.kind) {
    case 'disable-line':
      return ({ span }) => lineOf(span.start) === lineOf(directive.end);
    case 'disable-next-line': {
      const line = nextCodeLine(file, directive);
      return ({ span }) => lineOf(span.start) === line;
    }
    case 'disable':
      return ({ span, ruleId }) => {
        const ended = all.some((each) => each.kind === 'enable' && each.start > directive.start && each.start <= span.start && names(each, ruleId));
        return span.start >= directive.end && !ended;
      };
    default:
      return () => false;
  }
}

/** Comments may be stacked: the next line is the next one with more than a comment on it. */
function nextCodeLine(file: ts.SourceFile, directive: Directive): number {
  const starts = file.getLineStarts();
  const comments = findComments(file);
  let line = file.getLineAndCharacterOfPosition(directive.end).line + 1;
  for (; line < starts.length; line++) {
    const start = starts[line] ?? 0;
    const end = starts[line + 1] ?? file.text.length;
    const first = start + file.text.slice(start, end).search(/\S|$/);
    const text = file.text.slice(first, end);
    const comment = comments.find((each) => each.start <= first + (text.startsWith('{') ? 1 : 0) && first < each.end);
    if (comment === undefined) return line;
    const behind = file.text.slice(comment.end, Math.max(comment.end, end)).trim();
    if (behind !== '' && behind !== '}') return line;
  }
  return line;
}

/** @returns what to report, still without fingerprint */
function unusedIn(directive: Directive, used: ReadonlySet<string>, input: SuppressionInput): UnusedSuppression | undefined {
  const report = (message: string, ids: readonly string[]): UnusedSuppression => ({
    finding: {
      ruleId: UNUSED_SUPPRESSION.id, message, severity: UNUSED_SUPPRESSION.severity, confidence: 'high', evidence: [], fixable: true, fingerprint: '',
      span: { path: input.path, start: directive.start, end: directive.end },
    },
    edit: { path: input.path, ...suppressionRemoval(input.file, directive, ids) },
  });
  if (directive.kind === undefined) {
    const near = suggestion(`perf-review-${directive.word}`, DIRECTIVE_KINDS.map((kind) => `perf-review-${kind}`));
    return report(`This comment does nothing: there is no 'perf-review-${directive.word}'${near}`, []);
  }
  const unknown = directive.ruleIds.filter((id) => !input.known.includes(id));
  const [first] = unknown;
  if (first !== undefined) {
    const hint = suggestion(first, input.known) || (/\s/.test(first) ? "; a reason goes behind ' -- '" : '');
    return report(`This comment names an unknown rule '${first}'${hint}`, unknown);
  }
  if (directive.kind === 'enable') return undefined;
  if (directive.ruleIds.length === 0) {
    // Without ids it speaks for all rules, so only all of them can say that it is not needed.
    return used.size > 0 || input.known.some((id) => id !== UNUSED_SUPPRESSION.id && !input.active.has(id)) ? undefined : report('This comment suppresses nothing', []);
  }
  const idle = directive.ruleIds.filter((id) => !used.has(id) && input.active.has(id));
  if (idle.length === 0) return undefined;
  return report(`This comment suppresses nothing of ${idle.map((id) => `'${id}'`).join(', ')}`, idle);
}

function withFingerprints(unused: readonly UnusedSuppression[], { file, relativePath }: SuppressionInput): readonly UnusedSuppression[] {
  const ids = fingerprints(file, relativePath, unused.map(({ finding }) => ({ ruleId: finding.ruleId, start: finding.span.start, end: finding.span.end })));
  return unused.map(({ finding, edit }, index) => ({ edit, finding: { ...finding, fingerprint: ids[index] ?? '' } }));
}
