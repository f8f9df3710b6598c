import type { CallLike } from '../syntax/nodes.js';
import { backgroundDoubt } from './background-work.js';
import { changedElementsDoubt } from './changed-elements.js';
import type { Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { inputCapDoubt } from './input-caps.js';
import type { Loop } from './loops.js';
import type { Reached } from './summaries.js';
import { writtenSize } from './written-size.js';

/** Why a maintainer may leave the loop as it is: nobody waits for it, or its rounds are few. One reason will do, and none makes a guess of it. */
export function littleToWin(facts: Facts, call: CallLike, reached: Reached, loop: Loop, loops: readonly Loop[]): readonly Doubt[] {
  const changed = reached.use.operation.effect === 'read' ? [] : changedElementsDoubt(call, loop);
  if (changed.length > 0) return changed;
  const capped = loop.collection ? inputCapDoubt(facts, loop.collection) : [];
  return capped.length > 0 ? capped : backgroundDoubt(facts, reached, loop, loops);
}

/** More rounds than this cost something, whoever wrote their number. */
const MOST_WRITTEN = 100;

/** The number of rounds is written in the code, and no data changes it. */
export function isOfWrittenSize(facts: Facts, loop: Loop): boolean {
  const size = loop.collection && writtenSize(facts, loop.collection);
  return size !== undefined && size <= MOST_WRITTEN;
}
