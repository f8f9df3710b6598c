import type { Finding, TextEdit } from '../core/finding.js';
import type { MeasuredRunSummary } from '../core/measured-cost.js';
import type { EngineSettings, FileReview, ReviewSession } from '../engine/session-contract.js';
import type { ReportFormat, RuleSummary, SuppressionScope } from './protocol.js';

/** What the server needs of the engine. Tests pass a stub; `server.ts` passes the real one. */
export interface Engine {
  readonly version: string;
  readonly rules: readonly RuleSummary[];
  createSession(root: string): ReviewSession;
  /** The editor's `perfReview` section and the folder's `perf-review.json`, merged; problems are lines for the user. */
  readSettings(root: string, editorSettings: unknown): Promise<{ readonly settings: EngineSettings; readonly problems: readonly string[] }>;
  /** The edit that accepts a finding by a comment. */
  suppressionEdit(text: string, finding: Finding, scope: SuppressionScope, reason: string): TextEdit | undefined;
  /** Absolute paths that differ from the last commit. Rejects with a message for the user when the folder is not under version control. */
  changedFiles(root: string): Promise<readonly string[]>;
  renderReport(format: ReportFormat, root: string, reviews: readonly FileReview[], textOf: (path: string) => string | undefined, measured?: MeasuredRunSummary): Promise<string>;
}
