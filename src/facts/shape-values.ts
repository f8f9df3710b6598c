import { ts } from 'ts-morph';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { Value } from './value.js';

/** How far above a name its distinctive member may stand: `db.user.findMany`, `db.query.user.findMany`. */
const MAX_STEPS = 3;

/**
 * The last resort where neither declarations nor data flow say anything: a receiver's usual name together with a member
 * that hardly any other API has. Findings that rest on it are never of high confidence.
 */
export function shapeValue(facts: Facts, node: ts.Expression): Value | undefined {
  const name = nameOfAccess(node);
  if (name === undefined) return undefined;
  for (const { library, entry } of facts.knowledge.shapes) {
    if (entry.receiver.test(name) && usesOneOf(node, entry.members)) return { kind: 'api', library, type: entry.type, proof: 'shape' };
  }
  return undefined;
}

function usesOneOf(node: ts.Expression, members: readonly string[]): boolean {
  let at: ts.Node = node;
  for (let step = 0; step < MAX_STEPS; step++) {
    let parent = at.parent;
    while (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) || (ts.isCallExpression(parent) && parent.expression === at)) {
      at = parent;
      parent = at.parent;
    }
    if (!(ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) || unwrap(parent.expression) !== unwrap(at as ts.Expression)) return false;
    const name = nameOfAccess(parent);
    if (name !== undefined && members.includes(name)) return true;
    at = parent;
  }
  return false;
}
