import type { Finding, Fix, InternalError, SkippedFile } from '../core/finding.js';
import { byCost, type MeasuredRunSummary } from '../core/measured-cost.js';
import type { Span } from '../core/span.js';
import { LineTable } from './line-table.js';
import type { Location, Report, ReportedFinding, ReportedRule } from './report.js';

/** A review as the engine tells it: absolute paths, offsets. */
export interface ReviewOutcome {
  readonly tool: Report['tool'];
  /** Absolute with `/`; paths are reported relative to it. */
  readonly root: string;
  readonly files: number;
  readonly skipped: readonly SkippedFile[];
  readonly findings: readonly { readonly finding: Finding; readonly fixes: readonly Fix[] }[];
  readonly accepted: readonly { readonly finding: Finding; readonly by: 'comment' | 'baseline'; readonly reason?: string }[];
  readonly errors: readonly InternalError[];
  readonly rules: readonly ReportedRule[];
  /** The run that the findings' costs are of. */
  readonly measured?: MeasuredRunSummary;
  /** Text as reviewed, by absolute path. */
  readonly textOf: (path: string) => string | undefined;
}

/** Turns offsets into lines and columns and absolute paths into relative ones, and puts everything in a fixed order. */
export function buildReport(outcome: ReviewOutcome): Report {
  const tables = new Map<string, LineTable>();
  const tableOf = (path: string): LineTable => {
    const table = tables.get(path) ?? new LineTable(outcome.textOf(path) ?? '');
    tables.set(path, table);
    return table;
  };
  const relative = (path: string) => relativePath(outcome.root, path);
  const locate = ({ path, start, end }: Span): Location => {
    const from = tableOf(path).position(start);
    const to = tableOf(path).position(end);
    return { path: relative(path), line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
  const reported = (finding: Finding, fixes: readonly Fix[]): ReportedFinding => ({
    ...locate(finding.span),
    ruleId: finding.ruleId,
    message: finding.message,
    severity: finding.severity,
    confidence: finding.confidence,
    fingerprint: finding.fingerprint,
    fixable: finding.fixable,
    evidence: finding.evidence.map(({ span, text, certainty }) => ({ ...locate(span), text, certainty })),
    ...(finding.cost === undefined ? {} : { cost: finding.cost }),
    fixes: fixes.map(({ edits, ...fix }) => ({ ...fix, edits: edits.map((edit) => ({ ...locate(edit), newText: edit.newText })) })),
  });
  const absolute = new Map<string, string>();
  const remember = (path: string) => absolute.set(relative(path), path);
  for (const { finding } of [...outcome.findings, ...outcome.accepted]) for (const { path } of [finding.span, ...finding.evidence.map(({ span }) => span)]) remember(path);
  return {
    tool: outcome.tool,
    files: outcome.files,
    skipped: outcome.skipped.map(({ path, reason }) => ({ path: relative(path), reason })).sort((a, b) => compare(a.path, b.path)),
    findings: outcome.findings.map(({ finding, fixes }) => reported(finding, fixes)).sort(outcome.measured === undefined ? byPlace : (a, b) => byCost(a, b) || byPlace(a, b)),
    accepted: outcome.accepted.map((each) => ({ ...each, finding: reported(each.finding, []) })).sort((a, b) => byPlace(a.finding, b.finding)),
    errors: outcome.errors.map((error) => (error.path === undefined ? error : { ...error, path: relative(error.path) })),
    ...(outcome.measured === undefined ? {} : { measured: outcome.measured }),
    rules: outcome.rules,
    linesOf: (path) => {
      const full = absolute.get(path);
      return full === undefined ? [] : tableOf(full).lines();
    },
  };
}

/** @returns `path` below `root` without it; other paths as they are */
export function relativePath(root: string, path: string): string {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.ruleId, b.ruleId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
