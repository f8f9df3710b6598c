import type { MeasuredCost } from './measured-cost.js';
import type { Span } from './span.js';

/** Sum of what was proven: `high` every link, `medium` a link inferred, `low` a link doubtful. Never stated, always derived from the evidence. */
export type Confidence = 'high' | 'medium' | 'low';

/** As editors grade problems. Derived from confidence unless a setting says otherwise. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Ascending: an index comparison answers "at least as sure as". */
export const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * How well one link is shown: `proven` by the code · `inferred` from what usually holds, or a link that its maintainer may weigh
 * differently · `doubtful`: names alone, or good reasons to leave it.
 */
export type Certainty = 'proven' | 'inferred' | 'doubtful';

const WORTH: Readonly<Record<Certainty, Confidence>> = { proven: 'high', inferred: 'medium', doubtful: 'low' };

/** A chain is as sure as its weakest link. */
export function confidenceOf(chain: readonly { readonly certainty: Certainty }[]): Confidence {
  const worth = chain.map(({ certainty }) => WORTH[certainty]);
  return CONFIDENCES.find((each) => worth.includes(each)) ?? 'high';
}

/** True when `confidence` is `threshold` or above. */
export function atLeast(confidence: Confidence, threshold: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(threshold);
}

/** One labelled link of the chain that makes a finding believable: this loop, this call, this query. */
export interface Evidence {
  readonly span: Span;
  readonly text: string;
  readonly certainty: Certainty;
}

/** A link in the words of reports and editors: what is not proven says so. */
export function linkText({ text, certainty }: Pick<Evidence, 'text' | 'certainty'>): string {
  return certainty === 'proven' ? text : `${certainty}: ${text}`;
}

/** `safe`: same results and effects on every path the analysis can see. `review`: may differ as it says. */
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
  /** What it does, without what it may change. */
  readonly title: string;
  /** `safe` exactly when `differs` is empty. */
  readonly safety: FixSafety;
  /** What may behave differently afterwards, each in plain words: `all requests start at once`. */
  readonly differs: readonly string[];
  /** How many queries before and after, for N elements: `1 + N → 2`. */
  readonly queries?: string;
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
  /** What profiles of a run say about it; absent without profiles. */
  readonly cost?: MeasuredCost;
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
