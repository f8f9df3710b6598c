import { ts } from 'ts-morph';
import { argumentsOf, isCallLike, isFunctionNode, nameOfAccess, plainText, propertyOf, unwrap, walk, wrapped } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { declaredNames } from './loops.js';

/**
 * Work on rows in memory that a database does better. folded: numbers made of them · narrowed: only some of them are taken ·
 * one-by-one: each is removed or written by a statement of its own, all in the same way · fields: a few fields of each are read.
 */
export type RowWork = 'folded' | 'narrowed' | 'one-by-one' | 'fields';

/** Fields of a row that are few beside all it has. */
const FEW_FIELDS = 3;

/** What becomes of rows at one place where they are used; `undefined`: anything else. */
export function rowWorkOf(facts: Facts, rows: ts.Node): RowWork | undefined {
  const { parent } = rows;
  if (ts.isForOfStatement(parent) && parent.expression === rows && ts.isVariableDeclarationList(parent.initializer)) {
    const [declaration] = parent.initializer.declarations;
    return declaration && eachRow(facts, declaration, parent.statement);
  }
  const called = methodOn(rows);
  const callback = called?.arguments[0] ? unwrap(called.arguments[0]) : undefined;
  const name = called ? nameOfAccess(called.expression) : undefined;
  if (!called || name === undefined) return undefined;
  if (name === 'slice' && called.arguments.length > 0) return 'narrowed';
  if (name === 'sort' || name === 'toSorted') return rowWorkOf(facts, wrapped(called)) === 'narrowed' ? 'narrowed' : undefined;
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  const [row] = callback.parameters;
  if (!row) return undefined;
  if (name === 'filter' || name === 'find') return comparesFields(facts, callback, row) ? (isCounted(called) ? 'folded' : 'narrowed') : undefined;
  if (name === 'reduce') return addsUp(called, callback) ? 'folded' : undefined;
  if (name === 'map' && isSpreadIntoExtreme(called)) return 'folded';
  return name === 'forEach' || name === 'map' || name === 'flatMap' ? eachRow(facts, row, callback.body) : undefined;
}

function methodOn(rows: ts.Node): ts.CallExpression | undefined {
  const access = rows.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== rows) return undefined;
  return ts.isCallExpression(access.parent) && access.parent.expression === access ? access.parent : undefined;
}

function eachRow(facts: Facts, row: ts.VariableDeclaration | ts.ParameterDeclaration, body: ts.Node): RowWork | undefined {
  const write = loneCall(body);
  if (write && isSameForAll(facts, write, row)) return 'one-by-one';
  if (accumulates(facts, body)) return 'folded';
  const fields = fieldsRead(facts, row);
  return fields && fields.size > 0 && fields.size <= FEW_FIELDS ? 'fields' : undefined;
}

/** The call that a loop's body consists of. */
function loneCall(body: ts.Node): ts.CallExpression | undefined {
  const [only, ...others] = ts.isBlock(body) ? body.statements : [body];
  if (!only || others.length > 0) return undefined;
  const expression = ts.isExpressionStatement(only) || ts.isReturnStatement(only) ? only.expression : only;
  const call = expression && unwrap(expression as ts.Expression);
  const inner = call && ts.isAwaitExpression(call) ? unwrap(call.expression) : call;
  return inner && ts.isCallExpression(inner) ? inner : undefined;
}

/** A removal, or a change that takes nothing from the row but its key: one statement does it for all. */
function isSameForAll(facts: Facts, call: ts.CallExpression, row: ts.VariableDeclaration | ts.ParameterDeclaration): boolean {
  const operation = facts.operationOf(call)?.operation;
  if (operation?.effect !== 'write' || operation.channel !== 'database') return false;
  const given = argumentsOf(call);
  const used = declaredNames(row).flatMap((name) => facts.referencesOf(name)).filter((each) => given.some((argument) => argument.pos <= each.pos && each.end <= argument.end));
  if (used.length === 0) return false;
  if (/delete|remove|destroy/i.test(nameOfAccess(unwrap(call.expression)) ?? '')) return true;
  const [first] = given;
  const filter = first && ts.isObjectLiteralExpression(unwrap(first)) ? propertyOf(unwrap(first) as ts.ObjectLiteralExpression, 'where') : undefined;
  return filter !== undefined && used.every((each) => filter.pos <= each.pos && each.end <= filter.end);
}

/** Adds each row to numbers that were there before, and does nothing else with it that waits or keeps it. */
function accumulates(facts: Facts, body: ts.Node): boolean {
  let adds = false;
  let other = false;
  const visit = (node: ts.Node): boolean => {
    if (ts.isAwaitExpression(node) || (ts.isCallExpression(node) && /^(?:push|unshift|add)$/.test(nameOfAccess(node.expression) ?? ''))) other = true;
    else if (isIncrement(node)) adds ||= isOutside(facts, (ts.isBinaryExpression(node) ? node.left : (node as ts.PostfixUnaryExpression).operand), body);
    else if (ts.isCallExpression(node) && nameOfAccess(node.expression) === 'set' && node.arguments[1] && isSum(node.arguments[1])) adds = true;
    return !other;
  };
  if (visit(body)) walk(body, visit);
  return adds && !other;
}

function isIncrement(node: ts.Node): boolean {
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  if (!ts.isBinaryExpression(node)) return false;
  if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken || node.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) return true;
  return node.operatorToken.kind === ts.SyntaxKind.EqualsToken && isSum(node.right);
}

function isSum(value: ts.Expression): boolean {
  const sum = unwrap(value);
  return ts.isBinaryExpression(sum) && sum.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function isOutside(facts: Facts, target: ts.Expression, body: ts.Node): boolean {
  let root = unwrap(target);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = unwrap(root.expression);
  const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  return declaration !== undefined && !(body.pos <= declaration.pos && declaration.end <= body.end);
}

/** `(row) => row.open && row.total > least`: compares what a row holds; whatever else is asked is not the database's to answer. */
function comparesFields(facts: Facts, callback: ts.ArrowFunction | ts.FunctionExpression, row: ts.ParameterDeclaration): boolean {
  if (ts.isBlock(callback.body) || !fieldsRead(facts, row)?.size) return false;
  let plain = true;
  walk(callback, (node) => {
    if (isCallLike(node) || isFunctionNode(node) || ts.isAwaitExpression(node)) plain = false;
    return plain;
  });
  return plain;
}

function isCounted(call: ts.CallExpression): boolean {
  const { parent } = wrapped(call);
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'length';
}

function addsUp(call: ts.CallExpression, callback: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const start = call.arguments[1] ? unwrap(call.arguments[1]) : undefined;
  return start !== undefined && ts.isNumericLiteral(start) && /\+|Math\./.test(callback.body.getText());
}

/** `Math.max(...rows.map(f))`. */
function isSpreadIntoExtreme(call: ts.CallExpression): boolean {
  const spread = wrapped(call).parent;
  return ts.isSpreadElement(spread) && ts.isCallExpression(spread.parent) && plainText(spread.parent.expression).startsWith('Math.');
}

/** The fields that are read of a row; `undefined` when it is handed on whole. */
function fieldsRead(facts: Facts, row: ts.VariableDeclaration | ts.ParameterDeclaration): ReadonlySet<string> | undefined {
  if (ts.isObjectBindingPattern(row.name)) {
    if (row.name.elements.some((each) => each.dotDotDotToken)) return undefined;
    return new Set(row.name.elements.map((each) => (each.propertyName ?? each.name).getText()));
  }
  const found = new Set<string>();
  for (const each of facts.referencesOf(row)) {
    const access = wrapped(each).parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== wrapped(each) || isMethod(access) || isAssigned(access)) return undefined;
    found.add(access.name.text);
  }
  return found;
}

function isMethod(access: ts.Node): boolean {
  return ts.isCallExpression(access.parent) && access.parent.expression === access;
}

function isAssigned(access: ts.Node): boolean {
  return ts.isBinaryExpression(access.parent) && access.parent.left === access && access.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}
