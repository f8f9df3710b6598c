import type { Certainty, Confidence, FixSafety, Severity } from '../core/finding.js';
import type { MeasuredCost, MeasuredRunSummary } from '../core/measured-cost.js';

/** A stretch as reports show it. Relative path with `/`; 1-based lines and columns, columns in UTF-16 units; the end is exclusive. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ReportedEvidence extends Location {
  readonly text: string;
  readonly certainty: Certainty;
}

export interface ReportedFix {
  readonly title: string;
  readonly safety: FixSafety;
  /** What may behave differently afterwards, in plain words. */
  readonly differs: readonly string[];
  /** `1 + N → 2` */
  readonly queries?: string;
  readonly edits: readonly (Location & { readonly newText: string })[];
}

export interface ReportedFinding extends Location {
  readonly ruleId: string;
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly fingerprint: string;
  readonly fixable: boolean;
  readonly evidence: readonly ReportedEvidence[];
  /** Checked repairs; empty where they were not asked for. */
  readonly fixes: readonly ReportedFix[];
  /** Absent where no profile was given, or none speaks of it. */
  readonly cost?: MeasuredCost;
}

/** A finding that someone decided to live with. */
export interface AcceptedFinding {
  readonly finding: ReportedFinding;
  readonly by: 'comment' | 'baseline';
  readonly reason?: string;
}

export interface ReportedRule {
  readonly id: string;
  readonly summary: string;
  readonly category: string;
  readonly severity: Severity;
  /** Its page in Markdown, where there is one. */
  readonly page?: string;
}

export interface ReportedError {
  readonly ruleId?: string;
  readonly path?: string;
  readonly message: string;
}

/** The outcome of a review. Formats read nothing else, so that one report gives the same text everywhere. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string; readonly url: string };
  /** How many were reviewed. */
  readonly files: number;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** By path, then position; with profiles by measured cost first. */
  readonly findings: readonly ReportedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly errors: readonly ReportedError[];
  /** Absent without profiles. */
  readonly measured?: MeasuredRunSummary;
  /** Those that ran. */
  readonly rules: readonly ReportedRule[];
  /** Lines of a file by its reported path, without line breaks; empty when it cannot be read. */
  readonly linesOf: (path: string) => readonly string[];
}
