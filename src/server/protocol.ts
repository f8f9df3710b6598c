import type { Diagnostic, WorkspaceEdit } from 'vscode-languageserver';
import type { Confidence, FixSafety } from '../core/finding.js';
import type { MeasuredCost, MeasuredRunSummary } from '../core/measured-cost.js';
import type { CostQuestions } from '../cost/questions.js';

// What crosses the border between editor and language server beside LSP itself. Types and names only: both sides import this file.

/** Passed as `initializationOptions`. */
export interface InitializationOptions {
  /** File in the extension's own storage that holds the path under review, so that a crash can be blamed on it. */
  readonly runningFile?: string;
  /** URIs that crashed the server before and must not be touched again. */
  readonly setAside?: readonly string[];
  /** False in Restricted Mode: no program is started, git included. */
  readonly trusted?: boolean;
  /** True when the client implements the command `perfReview.suppress`, which asks for a reason. */
  readonly asksForReason?: boolean;
  /** True when the client implements the command `perfReview.previewOffered`, which shows a fix before it is made. */
  readonly previewsFixes?: boolean;
}

/** `Diagnostic.data` of every diagnostic. */
export interface FindingData {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly confidence: Confidence;
  readonly fixable: boolean;
}

/** The answer for one file; `version` is null for files that are not open. */
export interface ReviewedFile {
  readonly uri: string;
  readonly version: number | null;
  readonly diagnostics: Diagnostic[];
  readonly skipped?: string;
}

/** Result of every request that reviews several files. The files themselves arrive as partial results. */
export interface ReviewSummary {
  readonly files: number;
  readonly findings: number;
  readonly skipped: readonly { readonly uri: string; readonly reason: string }[];
  readonly cancelled: boolean;
  readonly ms: number;
  /** Why nothing could be reviewed, in words for the user. */
  readonly problem?: string;
}

export interface ReviewParams {
  /** Files or folders; absent: every workspace folder. */
  readonly uris?: readonly string[];
  /** Only what git says has changed. */
  readonly changed?: boolean;
  /** Where `ReviewedFile[]` go. */
  readonly partialResultToken: string;
  /** Where `ReviewStep` go. */
  readonly workDoneToken: string;
}

export interface ReviewStep {
  readonly done: number;
  readonly total: number;
  readonly path: string;
}

export interface FindingReference {
  readonly uri: string;
  readonly fingerprint: string;
}

/** A fix as it was offered; argument of the command `perfReview.previewOffered`. */
export interface PreviewedFix extends FindingReference {
  readonly title: string;
  readonly version: number;
}

export interface OfferedFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly differs: readonly string[];
  readonly edit: WorkspaceEdit;
}

export interface FixAllParams {
  /** Files or folders; absent: every workspace folder. */
  readonly uris?: readonly string[];
  /** Only findings of this rule. */
  readonly ruleId?: string;
  /** Also repairs after which something may behave differently. */
  readonly review: boolean;
  /** Where `ReviewStep` go. */
  readonly workDoneToken: string;
}

export interface FixAllResult {
  readonly fixes: number;
  readonly files: number;
  /** What may behave differently, of all of them. */
  readonly differs: readonly string[];
  readonly edit: WorkspaceEdit;
  /** Why nothing could be repaired, in words for the user. */
  readonly problem?: string;
}

export type SuppressionScope = 'line' | 'file';

export interface SuppressionParams extends FindingReference {
  readonly scope: SuppressionScope;
  readonly reason: string;
}

/** Of which files the findings are meant; absent: all that are shown. */
export interface CostParams {
  readonly uris?: readonly string[];
}

/** What to ask a profile about findings that are shown. Where a profile is, no texts are, and where the texts are, no profile. */
export interface CostAnswer {
  readonly questions: CostQuestions;
  /** As the editor spells them, by the paths of the questions. */
  readonly uris: Readonly<Record<string, string>>;
}

export interface ExportParams {
  readonly format: ReportFormat;
  /** What findings cost in the run that is looked at, and that run. */
  readonly costs?: { readonly measured: MeasuredRunSummary; readonly findings: readonly (FindingReference & { readonly cost: MeasuredCost })[] };
}

export type ReportFormat = 'text' | 'json' | 'sarif' | 'html';

export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
  readonly category: string;
}

/** Something that makes the review less than it could be, in words for the user. */
export interface Limit {
  readonly kind: 'skipped' | 'dependencies' | 'set-aside' | 'settings' | 'crash';
  readonly text: string;
  /** The file it is about; absent: everything. */
  readonly uri?: string;
}

export interface ServerState {
  readonly state: 'idle' | 'analysing';
  readonly rules: number;
  readonly limits: readonly Limit[];
}

/** One answer for an open document: `first` from syntax and data flow, `refined` after the type checker was asked. */
export interface ReviewStatus {
  readonly uri: string;
  readonly version: number;
  readonly stage: 'first' | 'refined';
  readonly ms: number;
}

export interface TestAtParams {
  readonly uri: string;
  /** 0-based, in UTF-16 units. */
  readonly offset: number;
}

export const methods = {
  /** Request: `ReviewParams` -> `ReviewSummary`. */
  review: 'perfReview/reviewWorkspace',
  /** Request: the same for `uris`. */
  reviewFiles: 'perfReview/reviewFiles',
  /** Request: `FindingReference` -> `OfferedFix[]`. */
  fixesFor: 'perfReview/fixesFor',
  /** Request: `FixAllParams` -> `FixAllResult`. */
  fixAll: 'perfReview/fixAll',
  /** Request: `SuppressionParams` -> `WorkspaceEdit | null`. */
  suppression: 'perfReview/suppression',
  /** Request: `CostParams` -> `CostAnswer`. */
  costQuestions: 'perfReview/costQuestions',
  /** Request: `{ uri: string }` -> `FileOutline | null`, of the text as it is now. */
  outline: 'perfReview/outline',
  /** Request: `ExportParams` -> `{ text: string }`. */
  exportReport: 'perfReview/exportReport',
  /** Request: `TestAtParams` -> names of the test there, outermost suite first, or null. */
  testAt: 'perfReview/testAt',
  /** Request: nothing -> `RuleSummary[]`. */
  rules: 'perfReview/rules',
  /** Notification from the client: forget results of files that are not open. */
  clear: 'perfReview/clear',
  /** Notification to the client: `ReviewStatus`. */
  status: 'perfReview/status',
  /** Notification to the client: `ServerState`. */
  state: 'perfReview/state',
  /** Notification to the client: `{ files: ReviewedFile[] }`, files of an earlier review that changed on disk. */
  reviewed: 'perfReview/reviewed',
} as const;
