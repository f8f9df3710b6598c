import { amountText } from '../amount.js';
import type { ProfileUnit } from '../profile.js';
import { VERDICTS, type Comparison, type Measure } from './comparison.js';
import { headline, mediansText, signedAmount, signedPercent, verdictWord } from './comparison-words.js';
import type { Verdict } from './verdict.js';

/** What functions took before and after a change, as columns by frame of a difference profile: medians of the runs, in its unit. */
export interface FrameDifferences {
  readonly measure: Measure;
  readonly selfBefore: Float64Array;
  readonly selfAfter: Float64Array;
  readonly totalBefore: Float64Array;
  readonly totalAfter: Float64Array;
  /** Of what functions took themselves, as a part of the whole run before. */
  readonly change: Float64Array;
  /** Indices into `VERDICTS`. */
  readonly verdict: Uint8Array;
  /** The median run before. */
  readonly whole: number;
  /** By call of the difference profile, what it took itself in the median run of each side. */
  readonly calls: { readonly before: Float64Array; readonly after: Float64Array };
}

export function frameDifferences({ functions, measure, whole, difference: { profile, verdict, before: early, after: late } }: Comparison): FrameDifferences {
  const { count } = profile.frames;
  const columns = { selfBefore: new Float64Array(count), selfAfter: new Float64Array(count), totalBefore: new Float64Array(count), totalAfter: new Float64Array(count), change: new Float64Array(count) };
  for (const { frame, before, after, totalBefore, totalAfter, change } of functions) {
    columns.selfBefore[frame] = before;
    columns.selfAfter[frame] = after;
    columns.totalBefore[frame] = totalBefore;
    columns.totalAfter[frame] = totalAfter;
    columns.change[frame] = change;
  }
  return { measure, ...columns, verdict, whole: whole.before, calls: { before: early.self, after: late.self } };
}

/** The difference profile with the verdict and what a reader must know as its notes. */
export function differenceToShow(comparison: Comparison): Comparison['difference']['profile'] {
  return { ...comparison.difference.profile, name: 'Difference', notes: [`${headline(comparison)}. ${mediansText(comparison)}.`, ...comparison.notes] };
}

export function verdictOf({ verdict }: FrameDifferences, frame: number): Verdict {
  return VERDICTS[verdict[frame] ?? 0] ?? 'unclear';
}

/** A function's amounts on both sides and what became of it, in pairs of what and how much. */
export function differenceWords(differences: FrameDifferences, frame: number, unit: ProfileUnit): readonly (readonly [string, string])[] {
  const { selfBefore, selfAfter, totalBefore, totalAfter } = differences;
  const both = (before: Float64Array, after: Float64Array): string => `${amountText(before[frame] ?? 0, unit)} → ${amountText(after[frame] ?? 0, unit)}`;
  return [['Self', both(selfBefore, selfAfter)], ['Total', both(totalBefore, totalAfter)], ['Change', changeWords(differences, frame, unit)]];
}

/** `−30.1 ms (−12.0 %), faster`; without a word where it cannot be told from chance. */
export function changeWords(differences: FrameDifferences, frame: number, unit: ProfileUnit): string {
  const { selfBefore, selfAfter, change, measure } = differences;
  const verdict = verdictOf(differences, frame);
  const word = verdict === 'less' || verdict === 'more' ? `, ${verdictWord(verdict, measure)}` : '';
  return `${signedAmount((selfAfter[frame] ?? 0) - (selfBefore[frame] ?? 0), unit)} (${signedPercent(change[frame] ?? 0)})${word}`;
}
