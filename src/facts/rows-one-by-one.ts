import { ts } from 'ts-morph';
import { isCallLike, isFunctionNode, isWithin, unwrap, walk } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { isLoopStatement } from './loops.js';

/**
 * Whether a loop over rows can have them a batch at a time: it is all that uses them, it is not left before its end other than
 * by leaving the function, it keeps nothing of each row for later, and it adds no rows to the table that it reads.
 */
export function writtenInsideOnly(facts: Facts, loop: ts.Statement, rows: ts.Expression, table: string | undefined): boolean {
  return isOnlyUse(facts, rows) && !isLeftEarly(loop) && !keepsRows(facts, loop) && !addsRows(facts, loop, table);
}

function isOnlyUse(facts: Facts, rows: ts.Expression): boolean {
  const name = unwrap(rows);
  if (!ts.isIdentifier(name)) return true;
  const declaration = facts.declarationOf(name);
  return declaration !== undefined && !facts.isReassigned(declaration) && facts.referencesOf(declaration).length === 1;
}

/** `break`, or a jump to a label. */
function isLeftEarly(loop: ts.Statement): boolean {
  let left = false;
  const look = (node: ts.Node, inner: boolean): void => {
    if (isFunctionNode(node)) return;
    if (ts.isBreakOrContinueStatement(node) && (node.label !== undefined || (ts.isBreakStatement(node) && !inner))) left = true;
    ts.forEachChild(node, (child) => look(child, inner || (node !== loop && (isLoopStatement(node) || ts.isSwitchStatement(node)))));
  };
  look(loop, false);
  return left;
}

const GATHERS = new Set(['push', 'unshift', 'add', 'set', 'concat', 'splice']);

/** Puts something into a list, a map or an object from outside of the loop. */
function keepsRows(facts: Facts, loop: ts.Statement): boolean {
  let keeps = false;
  walk(loop, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && GATHERS.has(node.expression.name.text) && !facts.operationOf(node)) keeps ||= isOutside(facts, node.expression.expression, loop);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) keeps ||= isOutside(facts, node.left, loop);
    return !keeps;
  });
  return keeps;
}

function isOutside(facts: Facts, target: ts.Expression, loop: ts.Node): boolean {
  let root = unwrap(target);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = unwrap(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return true;
  const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  return !declaration || !isWithin(declaration, loop);
}

/** Rows that are added while a table is read by key are read as well, and there may be no end to it. */
function addsRows(facts: Facts, loop: ts.Statement, table: string | undefined): boolean {
  let adds = false;
  walk(loop, (node) => {
    if (!isCallLike(node)) return !adds;
    for (const { use } of facts.reachedBy(node)) if (use.operation.effect !== 'read' && !CHANGES.test(use.method) && isSame(use.entity, table)) adds = true;
    const direct = facts.operationOf(node);
    if (direct && direct.operation.effect !== 'read' && !CHANGES.test(direct.method) && isSame(direct.entity, table)) adds = true;
    return !adds;
  });
  return adds;
}

const CHANGES = /^(?:update|delete|remove|destroy|patch|set|increment|decrement|softDelete|nativeUpdate|nativeDelete|findOneAnd|findByIdAnd)/;

/** A table that is not known may be the same. */
function isSame(entity: string | undefined, table: string | undefined): boolean {
  return entity === undefined || table === undefined || entity.toLowerCase() === table.toLowerCase();
}
