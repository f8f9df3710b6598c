import { ts } from 'ts-morph';
import { calleeName, isCallLike, isFunctionNode, unwrap, walkOwn, type FunctionNode } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/** Helpers within helpers are followed this far. */
const MAX_DEPTH = 3;

/** Names of what fails where nothing is found: `findUniqueOrThrow`, `findOneOrFail`. */
const FAILS = /Or(?:Throw|Fail)$/;

/**
 * Whether a call fails for what it finds, and not only where the other end does: it throws in code of the project, or its name says so.
 * An error that only takes the place of another, in a `catch`, is no failure of its own.
 */
export function failsOnPurpose(facts: Facts, operand: ts.Expression): boolean {
  return failsWithin(facts, operand, 0, new Set());
}

function failsWithin(facts: Facts, root: ts.Node, depth: number, seen: Set<FunctionNode>): boolean {
  let fails = false;
  const visit = (node: ts.Node): boolean => {
    if (fails || ts.isCatchClause(node) || (ts.isTryStatement(node) && node.catchClause !== undefined)) return false;
    if (ts.isThrowStatement(node)) fails = true;
    if (isCallLike(node)) fails ||= callFails(facts, node, depth, seen);
    return !fails;
  };
  if (visit(root)) walkOwn(root, visit);
  return fails;
}

function callFails(facts: Facts, call: Parameters<Facts['calleesOf']>[0], depth: number, seen: Set<FunctionNode>): boolean {
  if (FAILS.test(calleeName(call) ?? '')) return true;
  const handed = ts.isCallExpression(call) && calleeName(call) === 'then' ? call.arguments[0] : undefined;
  const then = handed && unwrap(handed);
  if (then && ts.isIdentifier(then) && FAILS.test(then.text)) return true;
  const value = then && !isFunctionNode(then) ? facts.valueOf(then) : undefined;
  const callees = [...facts.calleesOf(call), ...(then && isFunctionNode(then) ? [then] : []), ...(value?.kind === 'function' ? [value.node] : [])];
  if (depth >= MAX_DEPTH) return false;
  return callees.some((each) => {
    if (seen.has(each) || !each.body) return false;
    seen.add(each);
    return failsWithin(facts, each.body, depth + 1, seen);
  });
}
