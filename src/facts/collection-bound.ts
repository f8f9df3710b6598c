import { ts } from 'ts-morph';
import { bounding } from '../knowledge/iteration.js';
import { nameOfAccess, propertyOf, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/** Locals followed from the collection to where it is cut. */
const MAX_STEPS = 6;

/** The most elements a collection can have, where a literal in the code says so: `xs.slice(0, 5)`, `take: 5`. */
export function collectionBound(facts: Facts, collection: ts.Expression): number | undefined {
  return boundOf(facts, unwrap(collection), 0);
}

function boundOf(facts: Facts, node: ts.Expression, step: number): number | undefined {
  if (step > MAX_STEPS) return undefined;
  if (ts.isAwaitExpression(node)) return boundOf(facts, unwrap(node.expression), step + 1);
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && !facts.isReassigned(declaration) ? boundOf(facts, unwrap(declaration.initializer), step + 1) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const name = nameOfAccess(callee);
  if (name !== undefined && bounding['members']?.includes(name) && ts.isPropertyAccessExpression(callee)) {
    const last = node.arguments.at(-1);
    const size = name === 'slice' ? (node.arguments.length === 2 ? last : undefined) : last;
    const count = size && unwrap(size);
    if (count && ts.isNumericLiteral(count)) return Number(count.text);
  }
  const use = facts.operationOf(node);
  for (const option of use?.operation.bound?.options ?? []) {
    for (const argument of node.arguments) {
      const object = unwrap(argument);
      const given = ts.isObjectLiteralExpression(object) ? propertyOf(object, option) : undefined;
      const value = given && unwrap(given);
      if (value && ts.isNumericLiteral(value)) return Number(value.text);
    }
  }
  const passes = name === 'map' || name === 'filter' || name === 'sort' || name === 'toSorted' || name === 'reverse';
  return passes && ts.isPropertyAccessExpression(callee) ? boundOf(facts, unwrap(callee.expression), step + 1) : undefined;
}
