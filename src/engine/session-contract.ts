import type { Confidence, Finding, Fix, InternalError, Severity, SkippedFile } from '../core/finding.js';
import type { PathRole } from '../facts/path-role.js';

/** Stops long work: `aborted` is polled between files and between rules. An `AbortSignal` fits. */
export interface CancellationFlag {
  readonly aborted: boolean;
}

/** Settings as the engine uses them: every value present. See settings.ts for their declaration. */
export interface EngineSettings {
  /** Findings below are not returned. */
  readonly minConfidence: Confidence;
  /** rule id -> off, or a severity that replaces the rule's own, and the rule's options. */
  readonly rules: Readonly<Record<string, { readonly enabled: boolean; readonly severity?: Severity; readonly options: Readonly<Record<string, unknown>> }>>;
  /** gitignore-style patterns, relative to the root, on top of `.gitignore`. */
  readonly exclude: readonly string[];
  /** Files larger than this many bytes are skipped with a reason. */
  readonly maxFileSize: number;
  /** Whether the type checker may be asked where declarations and data flow end. */
  readonly types: boolean;
  /** Highest confidence a finding may have in such a file; `off` leaves the file out. */
  readonly roles: Readonly<Record<Exclude<PathRole, 'product'>, Confidence | 'off'>>;
}

/** A finding that a comment accepts, and the reason given in it. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason?: string;
}

/** The outcome of one file. */
export interface FileReview {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly skipped?: SkippedFile;
  readonly errors: readonly InternalError[];
  /** False while the type checker was not asked yet and could still change the answer. */
  readonly refined: boolean;
  /** Milliseconds on the clock by rule id. */
  readonly timing: Readonly<Record<string, number>>;
}

export interface ReviewProgress {
  readonly done: number;
  readonly total: number;
  readonly path: string;
}

/** A finding by the file it is in. */
export interface FindingAt {
  readonly path: string;
  readonly fingerprint: string;
}

/** One project (workspace folder or working folder) under review. All paths absolute with `/`. Positions: UTF-16 offsets. */
export interface ReviewSession {
  readonly root: string;
  configure(settings: EngineSettings): void;
  /** Files below the given files and folders that may be reviewed, and those set aside with their reasons. */
  discover(paths: readonly string[], cancel?: CancellationFlag): Promise<{ readonly files: readonly string[]; readonly skipped: readonly SkippedFile[] }>;
  /** An editor's text for a file, saved or not; `undefined` goes back to the file on disk. */
  setBuffer(path: string, text: string | undefined): void;
  /** Something outside the editor changed, appeared or went away. */
  filesChanged(paths: readonly string[]): void;
  /** From cache when neither the file nor anything it depends on changed. `types: false` answers at once from syntax and data flow. */
  reviewFile(path: string, options: { readonly types: boolean; readonly cancel?: CancellationFlag }): FileReview;
  /** Text as reviewed (buffer or disk); `undefined` when it cannot be read. */
  textOf(path: string): string | undefined;
  /**
   * Repairs of one finding that were applied in an overlay, re-parsed, re-checked and found to hold. Empty when none does. From cache when
   * nothing changed that the checks looked at; `log` gets the reasons of refusals when they are found.
   */
  fixesFor(path: string, fingerprint: string, log?: (message: string) => void): readonly Fix[];
  /** As `fixesFor`, for many findings at once and at a fraction of the cost; in the order asked. */
  fixesForAll(wanted: readonly FindingAt[], log?: (message: string) => void): readonly (readonly Fix[])[];
  /** Frees the program and caches. */
  dispose(): void;
}
