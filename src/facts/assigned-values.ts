import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isFunctionNode, nameOfAccess, receiverOf, unwrap, walk, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { Loop } from './loops.js';

/**
 * What a round gave the element before the element stores itself: `row.rank = next(); await row.save()`. Of a part of the element
 * that was changed, the part stands for the value, as it is that element's own.
 */
export function assignedValues(facts: Facts, call: CallLike, loop: Loop): readonly ts.Expression[] {
  const row = receiverOf(unwrap(calleeOf(call)));
  const declaration = row && ts.isIdentifier(row) ? facts.declarationOf(row) : undefined;
  // A row that was only made in this round goes with the others into one insert.
  if (!declaration || !loop.elements.includes(declaration)) return [];
  const values: ts.Expression[] = [];
  walk(loop.body, (node) => {
    if (node.pos >= call.pos || isFunctionNode(node)) return false;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = unwrap(node.left);
      const root = ts.isPropertyAccessExpression(target) ? rootOf(target) : undefined;
      const owner = root && facts.declarationOf(root);
      if (owner === declaration) values.push(node.right);
      else if (root && owner && facts.dependsOn(root, [declaration])) values.push(root);
    }
    if (ts.isCallExpression(node)) {
      const setter = unwrap(node.expression);
      const receiver = receiverOf(setter);
      if (nameOfAccess(setter) === 'set' && receiver && ts.isIdentifier(receiver) && facts.declarationOf(receiver) === declaration) values.push(...argumentsOf(node));
    }
    return true;
  });
  return values;
}

/** `a` of `a.b.c`. */
function rootOf(access: ts.PropertyAccessExpression): ts.Identifier | undefined {
  let at: ts.Expression = access;
  while (ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}
