import type { Finding } from '../core/finding.js';

/** A finding accepted for now. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly message: string;
  /** Written by people; kept by updates. */
  readonly reason?: string;
}

/** Findings accepted for now, by path relative to the root, with `/`. */
export type Baseline = ReadonlyMap<string, readonly BaselineEntry[]>;

/** A finding with its path relative to the root. */
export interface BaselineSubject {
  readonly path: string;
  readonly finding: Pick<Finding, 'ruleId' | 'message' | 'fingerprint'>;
}

/** Which part of the project a review can speak for. */
export interface ReviewedPart {
  /** False for files that were not reviewed this time; true for those that are gone. */
  readonly covers: (path: string) => boolean;
  readonly ran: (ruleId: string) => boolean;
}

export interface BaselineMatch<S extends BaselineSubject> {
  readonly fresh: readonly S[];
  readonly accepted: readonly { readonly subject: S; readonly reason?: string }[];
  /** Entries that no finding answers to any more. */
  readonly stale: readonly { readonly path: string; readonly entry: BaselineEntry }[];
}

const VERSION = 1;

/** @returns the baseline, or in one line why the text is none */
export function parseBaseline(text: string): Baseline | string {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isRecord(content) || !isRecord(content.files)) return "is not a baseline: it has no 'files'";
  if (content.version !== VERSION) return `has version ${JSON.stringify(content.version)}; this perf-review reads version ${VERSION}`;
  const baseline = new Map<string, readonly BaselineEntry[]>();
  for (const [path, entries] of Object.entries(content.files)) {
    if (!Array.isArray(entries) || !entries.every(isEntry)) return `has a wrong entry at '${path}': each needs 'fingerprint', 'rule' and 'message'`;
    baseline.set(path, entries);
  }
  return baseline;
}

/** Text of the file: sorted, so that an update changes only the lines of what changed. */
export function formatBaseline(baseline: Baseline): string {
  const files = [...baseline].filter(([, entries]) => entries.length > 0).sort(([a], [b]) => compare(a, b));
  const sorted = files.map(([path, entries]): [string, BaselineEntry[]] => [path, entries.map(inOrder).sort(byEntry)]);
  return `${JSON.stringify({ version: VERSION, tool: 'perf-review', files: Object.fromEntries(sorted) }, undefined, 2)}\n`;
}

/** Divides findings into those the baseline accepts and the rest. */
export function matchBaseline<S extends BaselineSubject>(baseline: Baseline, subjects: readonly S[], part: ReviewedPart): BaselineMatch<S> {
  const present = new Set(subjects.map(({ path, finding }) => `${path}\n${finding.fingerprint}`));
  const entryOf = ({ path, finding }: S) => baseline.get(path)?.find((entry) => entry.fingerprint === finding.fingerprint);
  const accepted = subjects.flatMap((subject) => {
    const entry = entryOf(subject);
    return entry === undefined ? [] : [{ subject, ...(entry.reason === undefined ? {} : { reason: entry.reason }) }];
  });
  const stale = [...baseline].flatMap(([path, entries]) =>
    entries
      .filter((entry) => part.covers(path) && part.ran(entry.rule) && !present.has(`${path}\n${entry.fingerprint}`))
      .map((entry) => ({ path, entry })),
  );
  return { fresh: subjects.filter((subject) => entryOf(subject) === undefined), accepted, stale };
}

/** Accepts today's findings: adds new ones, drops stale ones, keeps reasons and whatever this review cannot speak for. */
export function updateBaseline(previous: Baseline, subjects: readonly BaselineSubject[], part: ReviewedPart): Baseline {
  const { stale } = matchBaseline(previous, subjects, part);
  const next = new Map<string, readonly BaselineEntry[]>();
  for (const [path, entries] of previous) next.set(path, entries.filter((entry) => !stale.some((each) => each.path === path && each.entry === entry)));
  for (const { path, finding } of subjects) {
    const entries = next.get(path) ?? [];
    const old = entries.find(({ fingerprint }) => fingerprint === finding.fingerprint);
    const entry = { ...old, fingerprint: finding.fingerprint, rule: finding.ruleId, message: finding.message };
    next.set(path, [...entries.filter((each) => each !== old), entry]);
  }
  return next;
}

/** One order of keys, whichever the file had. */
function inOrder({ fingerprint, rule, message, reason }: BaselineEntry): BaselineEntry {
  return { fingerprint, rule, message, ...(reason === undefined ? {} : { reason }) };
}

function byEntry(a: BaselineEntry, b: BaselineEntry): number {
  return compare(a.rule, b.rule) || compare(a.message, b.message) || compare(a.fingerprint, b.fingerprint);
}

/** By code unit: the same on every machine, unlike a comparison by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isRecord(value)) return false;
  const { fingerprint, rule, message, reason } = value;
  return [fingerprint, rule, message].every((each) => typeof each === 'string') && (reason === undefined || typeof reason === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
