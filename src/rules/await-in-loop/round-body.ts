import { ts } from 'ts-morph';
import { isWrite } from '../../facts/bindings.js';
import type { Facts } from '../../facts/facts.js';
import { isFunctionNode, isWithin, unwrap, walkOwn } from '../../syntax/nodes.js';
import type { Rounds } from './rounds.js';

/** The collections that a body adds to. */
export function filledIn(body: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  walkOwn(body, (each) => {
    const target = ts.isElementAccessExpression(each) && ts.isBinaryExpression(each.parent) && each.parent.left === each ? each.expression
      : ts.isCallExpression(each) && ts.isPropertyAccessExpression(each.expression) && /^(?:set|add|push|unshift|append)$/.test(each.expression.name.text) ? each.expression.expression : undefined;
    let root = target && unwrap(target);
    while (root && (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))) root = unwrap(root.expression);
    if (root && ts.isIdentifier(root)) found.push(root);
  });
  return found;
}

export function pushOf(statement: ts.Statement | undefined): ts.CallExpression | undefined {
  if (!statement || !ts.isExpressionStatement(statement)) return undefined;
  const call = statement.expression;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression) || !ts.isIdentifier(call.expression.expression) || call.expression.name.text !== 'push') return undefined;
  return call.arguments.length === 1 && call.arguments[0] && !ts.isSpreadElement(call.arguments[0]) ? call : undefined;
}

export function listOf(push: ts.CallExpression): ts.Identifier {
  return (push.expression as ts.PropertyAccessExpression).expression as ts.Identifier;
}

export function pushesIn(body: ts.Node): readonly ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const step = (each: ts.Node): void => {
    if (isFunctionNode(each)) return;
    const push = ts.isExpressionStatement(each) ? pushOf(each) : undefined;
    if (push) found.push(push);
    ts.forEachChild(each, step);
  };
  step(body);
  return found;
}

/** Calls of anything named `push`, whatever it is given. */
export function countPushes(body: ts.Node): number {
  let count = 0;
  walkOwn(body, (each) => {
    if (ts.isCallExpression(each) && ts.isPropertyAccessExpression(each.expression) && each.expression.name.text === 'push') count++;
  });
  return count;
}

/** `continue` of the loop itself, not of loops within. */
export function continuesOf(body: ts.Node): readonly ts.ContinueStatement[] {
  const found: ts.ContinueStatement[] = [];
  const step = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isIterationStatement(node, false)) return;
    if (ts.isContinueStatement(node)) found.push(node);
    ts.forEachChild(node, step);
  };
  step(body);
  return found;
}

export function awaitsIn(body: ts.Node): readonly ts.AwaitExpression[] {
  const found: ts.AwaitExpression[] = [];
  walkOwn(body, (each) => {
    if (ts.isAwaitExpression(each)) found.push(each);
  });
  return found;
}

export function containsAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || awaitsIn(node).length > 0;
}

/**
 * A variable around the loop is given a value, or, where only pushes are to happen, a collection is filled otherwise: a counter
 * or sum read before an await and written after it would lose what other rounds added meanwhile.
 */
export function changesOutside(facts: Facts, { node }: Rounds, push: ts.CallExpression | undefined, pushes: readonly ts.CallExpression[] = push ? [push] : []): boolean {
  let found = false;
  walkOwn(node.statement, (each) => {
    if (ts.isIdentifier(each) && isWrite(each)) {
      const declaration = facts.declarationOf(each);
      if (!declaration || !isWithin(declaration, node)) found = true;
    }
  });
  if (found || !push) return found;
  return filledIn(node.statement).some((each) => {
    const declaration = facts.declarationOf(each);
    return !pushes.some((one) => listOf(one) === each) && (!declaration || !isWithin(declaration, node));
  });
}
