import type { CallLike } from '../syntax/nodes.js';
import { backgroundDoubt } from './background-work.js';
import { changedElementsDoubt } from './changed-elements.js';
import { doubtful, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { inputCapDoubt } from './input-caps.js';
import type { Loop } from './loops.js';
import { rareAction } from './rare-action.js';
import type { Reached } from './summaries.js';
import { writtenSize } from './written-size.js';

/** Why a maintainer may leave the loop as it is: nobody waits for it, or its rounds are few. One reason will do, and none makes a guess of it. */
export function littleToWin(facts: Facts, call: CallLike, reached: Reached, loop: Loop, loops: readonly Loop[]): readonly Doubt[] {
  const changed = reached.use.operation.effect === 'read' ? [] : changedElementsDoubt(call, loop);
  if (changed.length > 0) return changed;
  const capped = loop.collection ? inputCapDoubt(facts, loop.collection) : [];
  return capped.length > 0 ? capped : backgroundDoubt(facts, reached, loop, loops);
}

/** Somebody takes this action now and then. By itself no reason: an organisation with thousands of rows is deleted once, too. */
export function seldomDone(call: CallLike): readonly Doubt[] {
  const action = rareAction(call);
  return action ? [doubtful('it is a rare action', action)] : [];
}

/** More rounds than this cost something, whoever wrote their number. */
const MOST_WRITTEN = 100;

/** The number of rounds is written in the code, and no data changes it. */
export function isOfWrittenSize(facts: Facts, loop: Loop): boolean {
  const size = loop.collection && writtenSize(facts, loop.collection);
  return size !== undefined && size <= MOST_WRITTEN;
}
