import type { Profile, ProfileUnit } from '../profile.js';
import type { Change, Verdict } from './verdict.js';

/**
 * What the sides are measured by. Time on a processor, where every run says it: samples last until the next one, and on a busy machine most of their
 * time is somebody else's. Waiting counts in neither.
 */
export type Measure = 'cpu-time' | 'sampled-time' | 'allocated-bytes' | 'samples';

/** Two sets of runs beside each other. */
export interface Comparison {
  readonly measure: Measure;
  readonly unit: ProfileUnit;
  readonly runs: { readonly before: readonly MeasuredRun[]; readonly after: readonly MeasuredRun[] };
  readonly takingTurns: boolean;
  readonly whole: Change;
  /** All functions of either side, those that changed most first. */
  readonly functions: readonly FunctionChange[];
  readonly difference: DifferenceProfile;
  /** What a reader must know, in sentences. */
  readonly notes: readonly string[];
}

export interface MeasuredRun {
  readonly name: string;
  /** In `unit`. */
  readonly amount: number;
}

/** What one function took itself, without callees. The change and its interval are parts of the whole run before. */
export interface FunctionChange extends Change {
  readonly name: string;
  /** Where it is after the change, else where it was; paths are relative to the project where it is known. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Where it was, if that was elsewhere. */
  readonly moved?: { readonly path: string; readonly line: number };
  /** Medians of what it took with its callees. */
  readonly totalBefore: number;
  readonly totalAfter: number;
  /** Index of its frame in the difference profile. */
  readonly frame: number;
}

/**
 * Calls of both sides in one tree, to be drawn as a flame graph. The profile's own amounts are the larger of both sides, so that what is new and what is
 * gone are both to be seen.
 */
export interface DifferenceProfile {
  readonly profile: Profile;
  /** By node, in the profile's unit: the median run of a side, shared out as its runs are on average. */
  readonly before: CallAmounts;
  readonly after: CallAmounts;
  /** By frame: an index into `VERDICTS`. */
  readonly verdict: Uint8Array;
}

export interface CallAmounts {
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export const VERDICTS: readonly Verdict[] = ['unclear', 'less', 'more', 'same', 'too-few-runs'];
