import type { CallLike } from '../syntax/nodes.js';
import { doubtful, type Doubt } from './doubt.js';
import { reservationsAgainstBatching } from './element-work.js';
import type { Facts } from './facts.js';
import { littleToWin, seldomDone } from './little-to-win.js';
import type { Loop } from './loops.js';
import type { Reached } from './summaries.js';
import { isUnitOfWork } from './unit-of-work.js';

/** Why its maintainer may leave it. Where it takes more than one statement and there is little to win, nobody begins. */
export function reasonsToLeave(facts: Facts, call: CallLike, reached: Reached, loop: Loop, loops: readonly Loop[]): readonly Doubt[] {
  const reservations = reservationsAgainstBatching(facts, reached, loop);
  const little = reached.use.operation.channel === 'http' ? [] : littleToWin(facts, call, reached, loop, loops);
  if (reservations.length === 0) return little.length > 0 && isUnitOfWork(facts, loop) ? [doubtful('each round does other work for its element, too'), ...little] : little;
  return [...reservations, ...(little.length > 0 ? little : seldomDone(call)).map((each): Doubt => ({ ...each, certainty: 'doubtful' }))];
}
