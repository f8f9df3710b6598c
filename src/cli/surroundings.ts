import type { Rule } from '../rules/rule.js';
import type { CancellationFlag, ReviewSession } from '../engine/session-contract.js';

/** Everything outside of the command line's own decisions, so that tests can bring theirs. */
export interface Surroundings {
  /** Absolute with `/`: the root of the review, and what paths are relative to. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): void; readonly colours: boolean };
  /** `interactive`: someone watches, and lines may be overwritten. */
  readonly stderr: { write(text: string): void; readonly interactive: boolean };
  /** Set by Ctrl-C. */
  readonly cancel: CancellationFlag;
  readonly version: string;
  /** The file that is loaded into programs that are recorded. */
  readonly preload: string;
  readonly rules: readonly Rule[];
  readonly createSession: (options: { readonly root: string }) => ReviewSession;
  /** The page of a rule in Markdown, if there is one. */
  readonly pageOf: (ruleId: string) => string | undefined;
}
