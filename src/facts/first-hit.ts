import { ts } from 'ts-morph';
import { awaitOf, isWithin, unwrap, walkOwn, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { declaredNames, type Loop } from './loops.js';

/**
 * Whether a loop looks for the first hit of a call: `const hit = await find(x); if (hit) return hit`. Asking for all would
 * do more work, not less. Giving up when something is missing or has failed is no such search: all goes well as a rule, and
 * then every element is asked for.
 */
export function seeksFirstHit(facts: Facts, call: CallLike, loop: Loop): boolean {
  const awaited = awaitOf(call);
  if (!awaited) return false;
  if (ts.isReturnStatement(awaited.parent) && isWithin(awaited.parent, loop.body)) return true;
  const names = heldBy(facts, wrapped(awaited).parent);
  const asks = (node: ts.Node): boolean => isWithin(call, node) || names.some((name) => facts.dependsOn(node, [name]));
  let seeks = false;
  walkOwn(loop.body, (node) => {
    // What stands before the call tests what an earlier round gathered.
    if (seeks || !ts.isIfStatement(node) || node.end < call.end || !asks(node.expression)) return;
    const failed = isFailure(node.expression, asks);
    seeks = leaves(facts, node.thenStatement, loop, failed) || (node.elseStatement !== undefined && leaves(facts, node.elseStatement, loop, !failed));
  });
  return seeks;
}

/** Names that hold what was awaited: declared with it, or assigned. */
function heldBy(facts: Facts, holder: ts.Node): readonly Declaration[] {
  if (ts.isVariableDeclaration(holder)) return declaredNames(holder);
  if (!ts.isBinaryExpression(holder) || holder.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(holder.left)) return [];
  const declaration = facts.declarationOf(holder.left);
  return declaration ? [declaration] : [];
}

/** What results that carry a success or a failure call the latter. */
const FAILURE = /^(?:is|has)?(?:fail\w*|err(?:or)?s?|left|invalid|missing|empty|rejected)$/i;

/** A condition that holds when the answer is missing or a failure: `!row`, `row === null`, `result.isFailed()`, `rows.length === 0`, `!row || row.closed`. */
function isFailure(condition: ts.Expression, asks: (node: ts.Node) => boolean): boolean {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return !isFailure(node.operand, asks);
  if (ts.isBinaryExpression(node)) {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
        return [node.left, node.right].some((side) => asks(side) && isFailure(side, asks));
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return [node.left, node.right].every((side) => !asks(side) || isFailure(side, asks));
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
        return isNothing(node.right) || isNothing(node.left);
      case ts.SyntaxKind.LessThanToken:
        return ts.isNumericLiteral(node.right) && node.right.text === '1';
      default:
        return false;
    }
  }
  const named = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  return ts.isPropertyAccessExpression(named) && FAILURE.test(named.name.text);
}

function isNothing(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.FalseKeyword || (ts.isIdentifier(node) && node.text === 'undefined') || (ts.isNumericLiteral(node) && node.text === '0');
}

/**
 * `break` or `return` out of the loop; a `throw` reports an error. After a failure only what stops without saying so, or
 * with the element itself, was looked for: the first that is missing, a name that is free.
 */
function leaves(facts: Facts, statement: ts.Statement, loop: Loop, failed: boolean): boolean {
  const ends = (node: ts.Node): boolean => (failed && ts.isReturnStatement(node) && node.expression ? isElement(facts, node.expression, loop) : ts.isReturnStatement(node) || ts.isBreakStatement(node));
  if (ends(statement)) return true;
  let found = false;
  walkOwn(statement, (node) => {
    if (ends(node)) found = true;
  });
  return found;
}

function isElement(facts: Facts, expression: ts.Expression, loop: Loop): boolean {
  let node = unwrap(expression);
  while (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  return ts.isIdentifier(node) && loop.elements.some((each) => each === facts.declarationOf(node));
}
