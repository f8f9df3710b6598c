import { ts } from 'ts-morph';
import { answersSomebody, isWholeDocument, keepsRows, restatesRows } from '../knowledge/shown-words.js';
import { awaitOf, enclosingFunction, isFunctionNode, isWithin, nameOfAccess, unwrap, walkOwn, wrapped, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { namedFunctionAround } from './named-function.js';
import { positionIn } from './result-use.js';
import { usesByName } from './uses-by-name.js';

/** Values that pass through more places than this are not followed further. */
const MAX_DEPTH = 8;

/**
 * Whether all that becomes of the rows of a query is that somebody is shown them: they are answered, rendered or returned as
 * they came or each made into something, and nothing is decided by which of them are there. Fewer rows are then fewer rows shown,
 * and no recipient, permission or record is lost with those left out.
 */
export function areShown(facts: Facts, call: CallLike): boolean {
  return facts.memo('rows shown', call, () => !isInWholeDocument(facts, call) && isShown(facts, call, 0), false);
}

/** A file, report or document that is worth nothing when it is not whole, by the names of what makes it. */
function isInWholeDocument(facts: Facts, call: CallLike): boolean {
  if (isWholeDocument(facts.resolver.relative(call.getSourceFile().fileName))) return true;
  for (let at: ts.Node = call; at.parent; at = at.parent) {
    const name = (at as { readonly name?: ts.Node }).name;
    if ((isFunctionNode(at) || ts.isVariableDeclaration(at) || ts.isClassLike(at)) && name && ts.isIdentifier(name) && isWholeDocument(name.text)) return true;
  }
  return false;
}

function isShown(facts: Facts, value: ts.Node, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const outer = wrapped(awaitOf(value) ?? value);
  const { parent } = outer;
  const next = (node: ts.Node): boolean => isShown(facts, node, depth + 1);
  if (ts.isAwaitExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return next(parent);
  if (ts.isReturnStatement(parent)) return isAnswered(facts, enclosingFunction(parent), depth);
  if (ts.isArrowFunction(parent) && parent.body === outer) return isAnswered(facts, parent, depth);
  if (ts.isJsxExpression(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return next(parent.parent);
  const element = ts.isArrayLiteralExpression(parent) ? positionIn(outer) : undefined;
  if (element) return areNamesShown(facts, [element], depth);
  if (ts.isObjectLiteralExpression(parent) || ts.isArrayLiteralExpression(parent)) return next(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== outer && next(parent);
  if (ts.isBinaryExpression(parent)) return /^(?:\?\?|\|\||&&)$/.test(parent.operatorToken.getText()) && next(parent);
  if (ts.isVariableDeclaration(parent) && parent.initializer === outer) return isHeldToBeShown(facts, parent, depth);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) return isMethodShown(facts, parent, depth);
  return ts.isCallExpression(parent) && parent.arguments.includes(outer as ts.Expression) && isArgumentShown(facts, parent, outer as ts.Expression, depth);
}

/** What a function returns: an answer where nobody of the project takes it up, else what a callback hands to its caller. */
function isAnswered(facts: Facts, fn: FunctionNode | undefined, depth: number): boolean {
  if (!fn) return false;
  const call = wrapped(fn).parent;
  if (ts.isCallExpression(call) && call.arguments.includes(fn as ts.Expression)) return isShown(facts, call, depth + 1);
  const named = namedFunctionAround(fn);
  if (named?.body !== fn) return true;
  // Whoever calls it must show the rows as well; where somebody else may call it, a limit is a matter of what it promises.
  const uses = usesByName(facts, named);
  return uses !== undefined && uses.calls.every((each) => !mayCall(facts, each, fn) || isShown(facts, each, depth + 1));
}

function mayCall(facts: Facts, call: ts.CallExpression, fn: FunctionNode): boolean {
  const callees = facts.calleesOf(call);
  return callees.length === 0 ? facts.operationOf(call) === undefined : callees.includes(fn);
}

/** The same of the rows of a relation that a read brings along. */
export function isRelationShown(facts: Facts, call: CallLike, relation: string): boolean {
  if (isInWholeDocument(facts, call)) return false;
  const fn = enclosingFunction(call);
  let shown = true;
  if (fn?.body) {
    walkOwn(fn.body, (node) => {
      if (ts.isPropertyAccessExpression(node) && node.name.text === relation && !isWithin(node, call)) shown &&= isShown(facts, node, 0);
    });
  }
  const value = wrapped(awaitOf(call) ?? call);
  const held = ts.isVariableDeclaration(value.parent) ? value.parent : undefined;
  if (!held) return shown && isShown(facts, call, 0);
  return shown && ts.isIdentifier(held.name) && facts.referencesOf(held).every((each) => ts.isPropertyAccessExpression(wrapped(each).parent) || isTested(each) || isShown(facts, each, 0));
}

/** `if (!account) throw …`. */
function isTested(name: ts.Node): boolean {
  const { parent } = wrapped(name);
  return ts.isPrefixUnaryExpression(parent) || (ts.isIfStatement(parent) && parent.expression === wrapped(name)) || (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText()));
}

function isHeldToBeShown(facts: Facts, declaration: ts.VariableDeclaration, depth: number): boolean {
  if (ts.isIdentifier(declaration.name)) return areNamesShown(facts, [declaration], depth);
  return ts.isArrayBindingPattern(declaration.name) && areNamesShown(facts, declaration.name.elements.filter((each): each is ts.BindingElement => ts.isBindingElement(each)), depth);
}

function areNamesShown(facts: Facts, names: readonly Declaration[], depth: number): boolean {
  const references = names.flatMap((each) => facts.referencesOf(each));
  return references.length > 0 && references.every((each) => isAssigned(each) || isEmptinessTest(each) || isShown(facts, each, depth + 1));
}

function isAssigned(name: ts.Identifier): boolean {
  return ts.isBinaryExpression(name.parent) && name.parent.left === name && name.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** `rows.length > 0`, `!rows.length`, `if (rows.length)`: whether there is any, which no limit changes. */
export function isEmptinessTest(rows: ts.Node): boolean {
  const access = wrapped(rows).parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== wrapped(rows) || access.name.text !== 'length') return false;
  return isComparedWithNone(access);
}

/** The same of what says the number of the rows, however it is asked. */
export function isComparedWithNone(asked: ts.Node): boolean {
  const length = wrapped(asked);
  const { parent } = length;
  if (ts.isBinaryExpression(parent)) {
    const onLeft = parent.left === length;
    const other = unwrap(onLeft ? parent.right : parent.left).getText();
    const operator = parent.operatorToken.getText();
    const facing = onLeft ? operator : (MIRRORED[operator] ?? operator);
    if (other === '0') return /^(?:>|[!=]==?|<=)$/.test(facing);
    if (other === '1') return /^(?:>=|<)$/.test(facing);
  }
  return isTruthTest(length);
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function isTruthTest(value: ts.Node): boolean {
  const { parent } = value;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === value;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  if (ts.isBinaryExpression(parent)) return /^(?:\|\||&&)$/.test(parent.operatorToken.getText()) && isTruthTest(wrapped(parent));
  return ts.isCallExpression(parent) && nameOfAccess(parent.expression) === 'Boolean' && parent.arguments[0] === value;
}

function isMethodShown(facts: Facts, access: ts.PropertyAccessExpression, depth: number): boolean {
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return isEmptinessTest(access.expression) || (!isNumberOfRows(access) && isShown(facts, access, depth + 1));
  const [callback] = call.arguments.map((each) => unwrap(each));
  if (!keepsRows(access.name.text) || (callback && isFunctionNode(callback) && actsOnRow(facts, callback))) return false;
  return isShown(facts, call, depth + 1);
}

/** How many there are is another number with a limit: `rows.length`, `snapshot.size`. */
function isNumberOfRows({ name }: ts.PropertyAccessExpression): boolean {
  return /^(?:length|size|count|rowCount|total)$/.test(name.text);
}

/** Does something for each row that goes out, rather than making something of it. */
function actsOnRow(facts: Facts, callback: FunctionNode): boolean {
  let acts = false;
  const visit = (node: ts.Node): boolean => {
    if (ts.isAwaitExpression(node)) acts = true;
    if (ts.isCallExpression(node) && (facts.operationOf(node) !== undefined || facts.reachedBy(node).length > 0)) acts = true;
    return !acts;
  };
  if (callback.body) {
    visit(callback.body);
    walkOwn(callback.body, visit);
  }
  return acts;
}

function isArgumentShown(facts: Facts, call: ts.CallExpression, argument: ts.Expression, depth: number): boolean {
  const name = nameOfAccess(unwrap(call.expression)) ?? '';
  if (answersSomebody(name)) return true;
  const [callee, ...others] = facts.calleesOf(call);
  const parameter = callee && others.length === 0 ? callee.parameters[call.arguments.indexOf(argument)] : undefined;
  if (parameter) return ts.isIdentifier(parameter.name) && facts.referencesOf(parameter).every((each) => isEmptinessTest(each) || isShown(facts, each, depth + 1)) && isShown(facts, call, depth + 1);
  return !callee && restatesRows(name) && isShown(facts, call, depth + 1);
}
