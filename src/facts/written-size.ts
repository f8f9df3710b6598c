import { ts } from 'ts-morph';
import { sizeKeeping } from '../knowledge/iteration.js';
import { enclosingFunction, isFunctionNode, isWithin, nameOfAccess, plainText, unwrap, walkOwn, wrapped } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { isLoopStatement } from './loops.js';

/** Names, calls and functions followed from the collection to where its size is written. */
const MAX_STEPS = 20;
/** Functions within functions whose results are followed. */
const MAX_CALLS = 3;
/** A longer list in the code was pasted there: data. */
const LONGEST_LITERAL = 24;

/** What the parameters of a function under way were given, and where that is written in turn. */
interface Given {
  readonly arguments: ReadonlyMap<Declaration, ts.Expression>;
  readonly outer: Given | undefined;
  /** How many functions within each other this is. */
  readonly depth: number;
}

/** The most elements a collection can have where the code alone decides it, whatever data there is; `undefined` where data may. */
export function writtenSize(facts: Facts, collection: ts.Expression): number | undefined {
  const size = sizeOf(facts, collection, undefined, 0);
  // What is empty here is filled from elsewhere.
  return size === 0 ? undefined : size;
}

function sizeOf(facts: Facts, expression: ts.Expression, given: Given | undefined, step: number): number | undefined {
  if (step > MAX_STEPS) return undefined;
  const node = unwrap(expression);
  const follow = (each: ts.Expression): number | undefined => sizeOf(facts, each, given, step + 1);
  if (ts.isAwaitExpression(node)) return follow(node.expression);
  if (ts.isConditionalExpression(node)) return largest([follow(node.whenTrue), follow(node.whenFalse)]);
  if (ts.isArrayLiteralExpression(node)) return node.elements.length > LONGEST_LITERAL ? undefined : sum(node.elements.map((each) => (ts.isSpreadElement(each) ? follow(each.expression) : 1)));
  if (ts.isNewExpression(node)) return /^(?:Set|Map)$/.test(plainText(node.expression)) && node.arguments?.[0] ? follow(node.arguments[0]) : undefined;
  if (ts.isIdentifier(node)) return sizeOfName(facts, node, given, step);
  return ts.isCallExpression(node) ? sizeOfCall(facts, node, given, step) : undefined;
}

function sizeOfName(facts: Facts, node: ts.Identifier, given: Given | undefined, step: number): number | undefined {
  const declaration = facts.declarationOf(node);
  if (!declaration || facts.isReassigned(declaration)) return undefined;
  const argument = given?.arguments.get(declaration);
  if (argument) return isGrown(facts, declaration) ? undefined : sizeOf(facts, argument, given?.outer, step + 1);
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || !ts.isIdentifier(declaration.name)) return undefined;
  const start = sizeOf(facts, declaration.initializer, given, step + 1);
  return start === undefined ? undefined : sum([start, ...facts.referencesOf(declaration).map((each) => growth(facts, declaration, each, given))]);
}

function sizeOfCall(facts: Facts, node: ts.CallExpression, given: Given | undefined, step: number): number | undefined {
  const callee = unwrap(node.expression);
  const name = nameOfAccess(callee) ?? '';
  const [first] = node.arguments;
  const targets = facts.calleesOf(node);
  if (targets.length > 0) return largest(targets.map((target) => sizeOfResult(facts, target, node, given, step)));
  if (takesList(facts, callee)) {
    const size = first && sizeOf(facts, first, given, step + 1);
    if (size !== undefined) return size;
  }
  return ts.isPropertyAccessExpression(callee) && sizeKeeping.members.includes(name) ? sizeOf(facts, callee.expression, given, step + 1) : undefined;
}

/** `Promise.all(xs)`, `uniq(xs)`, `_.compact(xs)`: a member of anything else may give whatever it has. */
function takesList(facts: Facts, callee: ts.Expression): boolean {
  if (sizeKeeping.functions.includes(plainText(callee))) return true;
  const bare = ts.isIdentifier(callee) || (ts.isPropertyAccessExpression(callee) && sizeKeeping.namespaces.includes(plainText(callee.expression)));
  return bare && sizeKeeping.ofLists.includes(calledName(facts, callee) ?? '');
}

/** A function of the project: the longest list it returns for these arguments. */
function sizeOfResult(facts: Facts, target: ts.Node, call: ts.CallExpression, outer: Given | undefined, step: number): number | undefined {
  const depth = (outer?.depth ?? 0) + 1;
  if (!isFunctionNode(target) || !target.body || depth > MAX_CALLS) return undefined;
  const given: Given = { depth, outer, arguments: new Map(target.parameters.flatMap((each, index): [Declaration, ts.Expression][] => {
    const argument = call.arguments[index] ?? each.initializer;
    return argument && !ts.isSpreadElement(argument) && !each.dotDotDotToken ? [[each, argument]] : [];
  })) };
  if (!ts.isBlock(target.body)) return sizeOf(facts, target.body, given, step + 1);
  const returned: (number | undefined)[] = [];
  walkOwn(target.body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) returned.push(sizeOf(facts, node.expression, given, step + 1));
    return !isFunctionNode(node);
  });
  return returned.length > 0 ? largest(returned) : undefined;
}

/** Whether a list that was handed over may get longer where it arrived. */
function isGrown(facts: Facts, declaration: Declaration): boolean {
  return facts.referencesOf(declaration).some((each) => growth(facts, declaration, each, undefined) !== 0);
}

const GROWING = /^(?:push|unshift|add|set|splice|fill)$/;

/** How many elements one mention of a list adds to it; `undefined` when nobody can say, as when it goes to another function. */
function growth(facts: Facts, declaration: Declaration, mention: ts.Identifier, given: Given | undefined): number | undefined {
  const outer = wrapped(mention);
  const { parent } = outer;
  if (ts.isElementAccessExpression(parent) && parent.expression === outer) return ts.isBinaryExpression(parent.parent) && parent.parent.left === parent ? undefined : 0;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) {
    const call = ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : undefined;
    if (!call) return ts.isBinaryExpression(parent.parent) && parent.parent.left === parent ? undefined : 0;
    if (!GROWING.test(parent.name.text)) return 0;
    if (/^(?:splice|fill)$/.test(parent.name.text) || call.arguments.some((each) => ts.isSpreadElement(each))) return undefined;
    const rounds = roundsAround(facts, call, declaration, given);
    return rounds === undefined ? undefined : rounds * (/^(?:push|unshift)$/.test(parent.name.text) ? call.arguments.length : 1);
  }
  // Read where it is returned, spread or run over; what a foreign function does with it is not known to be nothing.
  const isRead = ts.isReturnStatement(parent) || ts.isSpreadElement(parent) || (ts.isForOfStatement(parent) && parent.expression === outer);
  return isRead || (ts.isCallExpression(parent) && parent.expression !== outer && takesList(facts, unwrap(parent.expression))) ? 0 : undefined;
}

/** How often a statement runs for one life of the list: once, or as the counted loops around it say. */
function roundsAround(facts: Facts, node: ts.Node, declaration: Declaration, given: Given | undefined): number | undefined {
  const owner = enclosingFunction(declaration);
  let rounds = 1;
  for (let at: ts.Node = node; at.parent && at !== owner; at = at.parent) {
    if (isFunctionNode(at)) return undefined;
    if (!isLoopStatement(at) || isWithin(declaration, at)) continue;
    const counted = ts.isForStatement(at) ? countedRounds(facts, at, given) : undefined;
    if (counted === undefined) return undefined;
    rounds *= counted;
  }
  return rounds;
}

/** `for (let day = 1; day <= 30; day++)`: how often, where both ends are numbers. */
function countedRounds(facts: Facts, loop: ts.ForStatement, given: Given | undefined): number | undefined {
  const { initializer, condition, incrementor } = loop;
  const counter = initializer && ts.isVariableDeclarationList(initializer) && initializer.declarations.length === 1 ? initializer.declarations[0] : undefined;
  if (!counter?.initializer || !condition || !ts.isBinaryExpression(condition) || !incrementor) return undefined;
  const up = (ts.isPostfixUnaryExpression(incrementor) || ts.isPrefixUnaryExpression(incrementor)) && incrementor.operator === ts.SyntaxKind.PlusPlusToken;
  if (!up || !isNameOf(facts, condition.left, counter) || !isNameOf(facts, incrementor.operand, counter) || isSetWithin(facts, counter, loop)) return undefined;
  const [from, to] = [numberOf(facts, counter.initializer, given, 'least'), numberOf(facts, condition.right, given, 'most')];
  if (from === undefined || to === undefined) return undefined;
  if (condition.operatorToken.kind === ts.SyntaxKind.LessThanToken) return Math.max(0, to - from);
  return condition.operatorToken.kind === ts.SyntaxKind.LessThanEqualsToken ? Math.max(0, to - from + 1) : undefined;
}

function isNameOf(facts: Facts, node: ts.Node, declaration: Declaration): boolean {
  return ts.isIdentifier(node) && facts.declarationOf(node) === declaration;
}

function isSetWithin(facts: Facts, counter: Declaration, loop: ts.ForStatement): boolean {
  return facts.referencesOf(counter).some(({ parent }) => isWithin(parent, loop.statement) && (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent) || (ts.isBinaryExpression(parent) && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment)));
}

/** What the calendar allows, least and most: nobody's data makes a month longer. */
const CALENDAR: Readonly<Record<string, readonly [number, number]>> = { getDate: [1, 31], getUTCDate: [1, 31], getMonth: [0, 11], getUTCMonth: [0, 11], getDay: [0, 6], getUTCDay: [0, 6], getHours: [0, 23], getUTCHours: [0, 23] };

function numberOf(facts: Facts, expression: ts.Expression, given: Given | undefined, end: 'least' | 'most', step = 0): number | undefined {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (step > MAX_STEPS) return undefined;
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    if (!declaration || facts.isReassigned(declaration)) return undefined;
    const argument = given?.arguments.get(declaration);
    if (argument) return numberOf(facts, argument, given?.outer, end, step + 1);
    return ts.isVariableDeclaration(declaration) && declaration.initializer ? numberOf(facts, declaration.initializer, given, end, step + 1) : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.arguments.length > 0) return undefined;
  return CALENDAR[node.expression.name.text]?.[end === 'least' ? 0 : 1];
}

function sum(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>((total, each) => (total === undefined || each === undefined ? undefined : total + each), 0);
}

function largest(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>((most, each) => (most === undefined || each === undefined ? undefined : Math.max(most, each)), 0);
}
