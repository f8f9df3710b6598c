import { isCallLike, isFunctionNode, walk } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { callbackRun, type Loop } from './loops.js';

/** Fewer calls that go out than this are about one thing. */
const SEVERAL = 3;

/** Whether a round does several things for its element and writes to more than one place: one query less changes little of it. */
export function isUnitOfWork(facts: Facts, loop: Loop): boolean {
  let calls = 0;
  let writes = false;
  const places = new Set<string>();
  walk(loop.body, (node) => {
    if (isFunctionNode(node)) return callbackRun(facts, node)?.kind === 'once';
    const uses = isCallLike(node) ? facts.reachedBy(node).map((each) => each.use) : [];
    if (uses.length === 0) return true;
    calls++;
    for (const { operation, entity } of uses) {
      if (operation.effect !== 'read') writes = true;
      places.add(entity ?? operation.channel);
    }
    return false;
  });
  return calls >= SEVERAL && writes && places.size > 1;
}
