import { LEAST_RUNS, MOST_RUNS, USUAL_RUNS } from '../profile/compare/verdict.js';
import { readTokens } from './argument-tokens.js';
import type { Option } from './options.js';
import { UsageError } from './usage-error.js';
import { suggestion } from '../engine/near-match.js';

const FORMATS = ['text', 'json', 'markdown'] as const;
export type CompareFormat = (typeof FORMATS)[number];

export const COMPARE_OPTIONS = [
  { name: 'with', value: 'FILE', help: 'The profiles after the change: these and all that follow; those before stand in front of it' },
  { name: 'revision', value: 'REF', help: 'Instead of files: run COMMAND in a worktree of this git revision and in the working folder, by turns' },
  { name: 'runs', value: 'N', help: `Runs of each side with --revision (default: ${String(USUAL_RUNS)}; ${String(LEAST_RUNS)} are the least for a verdict)` },
  { name: 'heap', help: 'Compare allocations' },
  { name: 'threshold', value: 'PERCENT', help: 'The smallest change that counts (default: 2, or 5 for runs that did not take turns)' },
  { name: 'format', value: FORMATS.join('|'), help: 'How the comparison is written (default: text)' },
  { name: 'require-verdict', help: 'Exit with 2 when there are too few runs to tell' },
  { name: 'help', short: 'h', help: 'Print this' },
] as const satisfies readonly Option[];

type OptionName = (typeof COMPARE_OPTIONS)[number]['name'];

export interface CompareArguments {
  readonly sides: SidesOfFiles | SidesOfRevision;
  readonly heap: boolean;
  /** A part, such as 0.02. */
  readonly threshold: number | undefined;
  readonly format: CompareFormat;
  readonly requireVerdict: boolean;
}

export interface SidesOfFiles {
  readonly from: 'files';
  /** As typed, never empty; so is `after`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface SidesOfRevision {
  readonly from: 'revision';
  readonly revision: string;
  readonly runs: number;
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
}

/**
 * @param args behind `compare`
 * @returns undefined when help is asked for
 * @throws UsageError
 */
export function parseCompareArguments(args: readonly string[]): CompareArguments | undefined {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const turn = own.findIndex((each) => each === '--with' || each.startsWith('--with='));
  const { given, operands: before } = readTokens<OptionName>(turn === -1 ? own : own.slice(0, turn), COMPARE_OPTIONS);
  const late = readTokens<OptionName>(turn === -1 ? [] : own.slice(turn), COMPARE_OPTIONS);
  const value = (name: OptionName): string | undefined => late.given.get(name)?.at(-1) ?? given.get(name)?.at(-1);
  const has = (name: OptionName): boolean => given.has(name) || late.given.has(name);
  if (has('help')) return undefined;
  const after = [...(late.given.get('with') ?? []), ...late.operands];
  const threshold = value('threshold');
  return {
    sides: has('revision') ? ofRevision(value('revision') ?? '', value('runs'), [...before, ...after], end === -1 ? [] : args.slice(end + 1)) : ofFiles(before, after, has('runs'), end === -1 ? [] : args.slice(end + 1)),
    heap: has('heap'),
    threshold: threshold === undefined ? undefined : percentage(threshold) / 100,
    format: formatOf(value('format') ?? 'text'),
    requireVerdict: has('require-verdict'),
  };
}

function ofFiles(before: readonly string[], after: readonly string[], hasRuns: boolean, command: readonly string[]): SidesOfFiles {
  const usage = 'perf-review compare BEFORE… --with AFTER…';
  if (command.length > 0 || hasRuns) throw new UsageError("to run a command, say what to compare it with: perf-review compare --revision REF -- COMMAND");
  if (before.length === 0) throw new UsageError(`no profiles of runs before the change: ${usage}`);
  if (after.length === 0) throw new UsageError(`no profiles of runs after the change: ${usage}`);
  return { from: 'files', before, after };
}

function ofRevision(revision: string, runs: string | undefined, files: readonly string[], [program, ...rest]: readonly string[]): SidesOfRevision {
  if (files.length > 0) throw new UsageError(`--revision runs a command and takes no profiles: ${files[0] ?? ''}`);
  if (program === undefined || program === '') throw new UsageError('nothing to run: perf-review compare --revision REF -- COMMAND');
  // git would take it for an option.
  if (revision.startsWith('-')) throw new UsageError(`--revision: no such revision '${revision}'`);
  return { from: 'revision', revision, runs: runs === undefined ? USUAL_RUNS : numberOfRuns(runs), command: [program, ...rest] };
}

function numberOfRuns(text: string): number {
  const runs = Number(text);
  if (!/^\d+$/.test(text) || runs < 1 || runs > MOST_RUNS) throw new UsageError(`--runs must be a whole number from 1 to ${String(MOST_RUNS)}, not '${text}'`);
  return runs;
}

function percentage(text: string): number {
  const number = Number(text.replace(/\s*%$/, ''));
  if (!/^\d+(?:\.\d+)?\s*%?$/.test(text) || number >= 100) throw new UsageError(`--threshold must be a percentage from 0 to below 100, not '${text}'`);
  return number;
}

function formatOf(text: string): CompareFormat {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) throw new UsageError(`unknown format '${text}'${suggestion(text, FORMATS) || `; there are ${FORMATS.join(', ')}`}`);
  return format;
}
