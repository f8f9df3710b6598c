import { ts } from 'ts-morph';
import { nameOfAccess, receiverOf, unwrap, walk, type CallLike } from '../syntax/nodes.js';
import { entityOf, type Entity } from './entity-keys.js';
import type { Facts } from './facts.js';
import { propertyName } from './query-bounds.js';
import type { QueryFilter } from './query-filters.js';

/** A column with a state that the filter asks for and that the same function sets in the same table: what was read is not read again. */
export function drainedState(facts: Facts, read: CallLike, filter: QueryFilter, entity: Entity | undefined): string | undefined {
  const states = new Set(filter.conditions.filter((each) => !each.related && (each.constant || each.test === 'null') && each.field !== '').map((each) => each.field));
  const owner = outermostFunction(read);
  if (states.size === 0 || !owner || !entity) return undefined;
  let drained: string | undefined;
  walk(owner, (node) => {
    if (drained !== undefined) return false;
    const use = ts.isCallExpression(node) && node.pos > read.end && receiverOf(unwrap(node.expression)) ? facts.operationOf(node) : undefined;
    if (use?.operation.effect === 'write' && entityOf(facts, use)?.name === entity.name) drained = stateSet(node, states);
    return drained === undefined;
  });
  return drained;
}

/** The function or method around, callbacks within it passed over. */
function outermostFunction(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = node.parent; at && !ts.isClassLike(at) && !ts.isSourceFile(at); at = at.parent) if (ts.isFunctionLike(at)) found = at;
  return found;
}

/** `update(t).set({ status })`, `update({ data: { status } })`: a state among what is written, filters left out. */
function stateSet(write: ts.Node, states: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  const visit = (node: ts.Node): boolean => {
    if (found !== undefined || (ts.isPropertyAssignment(node) && propertyName(node.name) === 'where')) return false;
    if (ts.isCallExpression(node) && /where/i.test(nameOfAccess(unwrap(node.expression)) ?? '')) {
      visit(node.expression);
      walk(node.expression, visit);
      return false;
    }
    if ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && states.has(propertyName(node.name) ?? '')) found = propertyName(node.name);
    return found === undefined;
  };
  let top = write;
  while ((ts.isPropertyAccessExpression(top.parent) || ts.isCallExpression(top.parent)) && top.parent.expression === top) top = top.parent;
  if (visit(top)) walk(top, visit);
  return found;
}
