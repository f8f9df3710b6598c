import type { FrameDifferences } from './frame-differences.js';

/** What functions took in the calls of one side, by frame. */
export interface FrameAmounts {
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** Amounts of both sides, in all calls and in those that are left of them. */
export type PartAmounts = Readonly<Record<'before' | 'after', { readonly all: FrameAmounts; readonly left: FrameAmounts }>>;

/** Sums of the same calls in another order differ by less. */
const SAME = 1e-9;

/**
 * What functions took in a part of the calls. Medians are of whole runs, and so shared out as the calls are; functions of which nothing is missing keep
 * theirs, with their verdict, and no other has one: whether a part changed was not tested.
 */
export function differencesOfPart(whole: FrameDifferences, { before, after }: PartAmounts): FrameDifferences {
  const part = {
    selfBefore: whole.selfBefore.map((median, frame) => share(median, before.all.self[frame]!, before.left.self[frame]!)),
    selfAfter: whole.selfAfter.map((median, frame) => share(median, after.all.self[frame]!, after.left.self[frame]!)),
    totalBefore: whole.totalBefore.map((median, frame) => share(median, before.all.total[frame]!, before.left.total[frame]!)),
    totalAfter: whole.totalAfter.map((median, frame) => share(median, after.all.total[frame]!, after.left.total[frame]!)),
  };
  const isWhole = (frame: number): boolean => isSame(before.all.self[frame]!, before.left.self[frame]!) && isSame(after.all.self[frame]!, after.left.self[frame]!);
  return {
    ...whole,
    ...part,
    change: whole.change.map((change, frame) => (isWhole(frame) ? change : whole.whole === 0 ? 0 : (part.selfAfter[frame]! - part.selfBefore[frame]!) / whole.whole)),
    verdict: whole.verdict.map((verdict, frame) => (isWhole(frame) ? verdict : 0)),
  };
}

/** Time that came to a function from others is added: it may have had none of its own. */
function share(median: number, all: number, left: number): number {
  if (isSame(all, left)) return median;
  return left < all ? (median * left) / all : median + left - all;
}

function isSame(all: number, left: number): boolean {
  return Math.abs(all - left) <= SAME * Math.max(all, left);
}
