import type { Finding, Severity } from './finding.js';

/**
 * What profiles of a run say about the place of a finding. `measured`: it ran, and this is what it took · `cheap`: it ran, and cannot
 * have cost enough to matter · `not-reached`: its function never ran · `not-seen`: no sample fell there, which does not prove that it
 * did not run · `unknown`: the profiles say nothing about it.
 */
export type CostState = 'measured' | 'cheap' | 'not-reached' | 'not-seen' | 'unknown';

/** The cost of one finding in the runs that were measured. Plain data; amounts are in `unit` and 0 where nothing was measured. */
export interface MeasuredCost {
  readonly state: CostState;
  /** `samples` for profiles that count and say no interval. */
  readonly unit: 'microseconds' | 'samples';
  /** What the amounts are of: the loop that repeats, the statements at the finding, or, where lines cannot be told apart, its whole function. */
  readonly scope: 'loop' | 'statement' | 'function';
  /** Spent in the scope's own code. */
  readonly self: number;
  /** Spent in the scope and everything that it calls: what is certain. */
  readonly total: number;
  /** The same with everything that may have been called from there: never below `total`. */
  readonly most: number;
  /** The most of it that a repair can save: what waits gains no more than the run idled. Findings are ranked by it. */
  readonly savable: number;
  /** All that the program did in the measured runs, idling left out. */
  readonly run: number;
  /** `total` as a part of `run`: 0 to 1. */
  readonly share: number;
  /** How many samples `total` rests on. */
  readonly samples: number;
  /** The finding is about waiting as well, of which the amounts have nothing. */
  readonly waits: boolean;
  /** All of this in one sentence part for people: `412 ms of 4.1 s (10 %) in this loop`. */
  readonly text: string;
  /** The amount alone, for lists: `412 ms`, `not reached`; empty where nothing is known. */
  readonly short: string;
  /** What the finding's severity was, where it counts less for being cheap. */
  readonly demotedFrom?: Severity;
}

/** What costs were taken from. */
export interface MeasuredRunSummary {
  readonly unit: MeasuredCost['unit'];
  /** What the program did, all threads and runs together, and how long it did nothing. */
  readonly run: number;
  readonly idle: number;
  /** Both for people, in one sentence. */
  readonly text: string;
}

const SEVERITIES: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** The finding with its cost: what is cheap here counts one step less. The confidence stays: the code is what it is. */
export function withCost(finding: Finding, cost: MeasuredCost): Finding {
  const severity = cost.state === 'cheap' ? oneStepLess(finding.severity) : finding.severity;
  return severity === finding.severity ? { ...finding, cost } : { ...finding, severity, cost: { ...cost, demotedFrom: finding.severity } };
}

/** The cost in the words of reports and editors, with what it does not have in it and what follows from it. */
export function costText({ state, waits, text, demotedFrom }: MeasuredCost): string {
  const waiting = waits && state === 'measured' ? '; waiting is not in it' : '';
  return `${text}${waiting}${demotedFrom === undefined ? '' : `, hence below ${demotedFrom}`}`;
}

/** What a reader of any of these numbers has to know. */
export const WAITING_IS_NOT_SEEN = 'A CPU profile does not see waiting: what the program waited for, such as a database, the network or a timer, is in none of these times.';

export function oneStepLess(severity: Severity): Severity {
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - 1)] ?? 'hint';
}

/** What ran before what is not known, that before what is cheap, and last what never ran. */
const STATE_ORDER: Readonly<Record<CostState, number>> = { measured: 0, unknown: 1, 'not-seen': 1, cheap: 2, 'not-reached': 3 };

interface Ranked {
  readonly severity: Severity;
  readonly cost?: MeasuredCost;
}

/** For sorting: the dearest first, then the gravest. */
export function byCost(a: Ranked, b: Ranked): number {
  const states = STATE_ORDER[a.cost?.state ?? 'unknown'] - STATE_ORDER[b.cost?.state ?? 'unknown'];
  return states || (b.cost?.savable ?? 0) - (a.cost?.savable ?? 0) || (b.cost?.total ?? 0) - (a.cost?.total ?? 0) || (b.cost?.most ?? 0) - (a.cost?.most ?? 0) || SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}
