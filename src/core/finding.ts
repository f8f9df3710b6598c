import type { Span } from './span.js';

/** Sum of what was proven: `high` every link, `medium` one link inferred, `low` names only. */
export type Confidence = 'high' | 'medium' | 'low';

/** As editors grade problems. Derived from confidence unless a setting says otherwise. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Ascending: an index comparison answers "at least as sure as". */
export const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

/** The lower of two confidences: a chain is as sure as its weakest link. */
export function weakest(...confidences: Confidence[]): Confidence {
  return CONFIDENCES.find((each) => confidences.includes(each)) ?? 'high';
}

/** True when `confidence` is `threshold` or above. */
export function atLeast(confidence: Confidence, threshold: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(threshold);
}

/** One labelled link of the chain that makes a finding believable: this loop, this call, this query. */
export interface Evidence {
  readonly span: Span;
  readonly text: string;
}

/** `safe`: same results and effects on every path the analysis can see. `review`: may differ as its title says. */
export type FixSafety = 'safe' | 'review';

/** One replacement in one file; offsets refer to the text the finding was computed from. */
export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A repair as it would be applied. */
export interface Fix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
}

/** What a rule found at one place. Plain data: it crosses processes as JSON. */
export interface Finding {
  readonly ruleId: string;
  readonly span: Span;
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** Identity that survives moved lines; unique within a review. */
  readonly fingerprint: string;
  /** True when the rule knows a repair for this shape; the repair itself is computed and checked when asked for. */
  readonly fixable: boolean;
}

/** A file that was not reviewed, and why in words a user understands. `path` is absolute. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** Something that went wrong inside the tool; never about the user's code. */
export interface InternalError {
  readonly ruleId?: string;
  readonly path?: string;
  readonly message: string;
}
