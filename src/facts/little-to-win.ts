import type { CallLike } from '../syntax/nodes.js';
import { backgroundDoubt, takesEverLonger } from './background-work.js';
import { callersDoubt } from './callers.js';
import { changedElementsDoubt } from './changed-elements.js';
import { doubtful, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { groupAtOnce } from './group-at-once.js';
import { inputCapDoubt } from './input-caps.js';
import type { Loop } from './loops.js';
import { rareAction } from './rare-action.js';
import type { Reached } from './summaries.js';
import { writtenSize } from './written-size.js';

/** Why there is little to win in a loop: nobody waits for it, or its rounds are few. One reason will do, and none makes a guess of it. */
export function littleToWin(facts: Facts, call: CallLike, reached: Reached, loop: Loop, loops: readonly Loop[]): readonly Doubt[] {
  const changed = reached.use.operation.effect === 'read' ? [] : changedElementsDoubt(call, loop);
  if (changed.length > 0) return changed;
  const capped = loop.collection ? inputCapDoubt(facts, loop.collection) : [];
  if (capped.length > 0) return capped;
  const background = backgroundDoubt(facts, loop.node);
  return background && !takesEverLonger(facts, reached, loop, loops) ? [background] : [];
}

/**
 * Why a maintainer may leave a loop of which nothing else is left to doubt: it takes no one's time however long it takes, it asks
 * for groups or for a few only, or hardly anything calls the function around it. Asked last: callers are in other files.
 */
export function hardlyNoticed(facts: Facts, call: CallLike, { use }: Reached, loop: Loop): readonly Doubt[] {
  const waits = use.operation.channel === 'http';
  const background = waits ? undefined : backgroundDoubt(facts, loop.node);
  if (background) return [background];
  const few = waits ? [] : [...changedElementsDoubt(call, loop), ...groupAtOnce(facts, call, loop)];
  return few.length > 0 ? few : callersDoubt(facts, call, (caller) => !waits && backgroundDoubt(facts, caller) !== undefined);
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
