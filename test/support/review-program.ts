import type { Finding, Fix } from '../../src/core/finding.js';
import { createSession } from '../../src/engine/session.js';
import type { EngineSettings, FileReview, ReviewSession } from '../../src/engine/session-contract.js';
import { resolveSettings } from '../../src/engine/settings.js';
import { rules } from '../../src/rules/index.js';
import { isSourcePath } from '../../src/syntax/reviewable.js';
import { memoryHost } from './memory-host.js';

export interface ReviewedProgram {
  readonly session: ReviewSession;
  /** By path, for every source file of the program. */
  readonly reviews: ReadonlyMap<string, FileReview>;
}

/** Folder the programs of tests live in; it says nothing about a file's role. */
export const ROOT = '/app';

/**
 * Reviews a program given as file name (relative) -> text, all confidences shown, without installed dependencies.
 * @param overrides values as in `perf-review.json`
 */
export function reviewProgram(files: Readonly<Record<string, string>>, overrides: Readonly<Record<string, unknown>>): ReviewedProgram {
  const host = memoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text])));
  const session = createSession({ root: ROOT, host });
  session.configure(settingsOf({ minConfidence: 'low', ...overrides }));
  const sources = Object.keys(files).filter((name) => isSourcePath(name)).map((name) => `${ROOT}/${name}`);
  return { session, reviews: new Map(sources.map((path) => [path, session.reviewFile(path, { types: false })])) };
}

function settingsOf(values: Readonly<Record<string, unknown>>): EngineSettings {
  const { settings, problems } = resolveSettings([values], rules);
  if (problems.length > 0) throw new Error(problems.map((each) => each.message).join('\n'));
  return settings;
}

/** The fixes offered for a finding, refusals thrown away. */
export function fixesOf(program: ReviewedProgram, finding: Finding): readonly Fix[] {
  return program.session.fixesFor(finding.span.path, finding.fingerprint);
}
