import { ts } from 'ts-morph';
import { enclosingFunction, isCallLike, isFunctionNode, isWithin, nameOfAccess, receiverOf, unwrap, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { isLoopStatement } from './loops.js';

/** `Promise.all(…)` and its kin, with what each element of the array given to it does before the call. */
export interface PromiseCombinator {
  readonly call: ts.CallExpression;
  /** `Promise.all`, as written. */
  readonly name: string;
  /** race: the first to settle decides, so that whoever is waited for beforehand decides it alone. */
  readonly kind: 'all' | 'settled' | 'race';
  /** In the order in which they are evaluated. */
  readonly elements: readonly CombinedElement[];
}

export interface CombinedElement {
  readonly expression: ts.Expression;
  /** The `await` that must be over before the element has a value and the next one is evaluated. */
  readonly awaited: ts.AwaitExpression | undefined;
  /** The element is what the `await` gives, whole: without its `await` it is the promise that the combinator is for. */
  readonly whole: boolean;
  /** What the element waits for or starts. */
  readonly work: ts.Expression;
}

/** The combinator a call is, if each element of its array can be seen and one of them begins with an `await`. */
export function findPromiseCombinator(facts: Facts, call: ts.CallExpression): PromiseCombinator | undefined {
  const [list] = call.arguments;
  if (!list || ts.isSpreadElement(list)) return undefined;
  const elements = elementsOf(facts, list, call, 0)?.map(combinedElement);
  if (!elements?.some((each) => each.awaited)) return undefined;
  const value = facts.valueOf(call.expression);
  const combines = value?.kind === 'member' ? value.member.combines : undefined;
  if (combines === undefined) return undefined;
  return { call, name: call.expression.getText(), kind: combines === 'any' ? 'race' : combines, elements };
}

/** Arrays are put together in a step or two. */
const MAX_DEPTH = 4;

/** The expressions an array is made of, in order; `undefined` where some of them are out of sight. */
function elementsOf(facts: Facts, list: ts.Expression, call: ts.CallExpression, depth: number): readonly ts.Expression[] | undefined {
  const node = unwrap(list);
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => (ts.isSpreadElement(each) ? elementsOf(facts, each.expression, call, depth + 1) ?? [each.expression] : ts.isOmittedExpression(each) ? [] : [each]));
  if (ts.isIdentifier(node)) return elementsOfLocal(facts, node, call, depth);
  if (!ts.isCallExpression(node) || nameOfAccess(unwrap(node.expression)) !== 'concat') return undefined;
  const receiver = receiverOf(unwrap(node.expression));
  const first = receiver && elementsOf(facts, receiver, call, depth + 1);
  // What `concat` is given and is no array is an element itself.
  return first && [...first, ...node.arguments.flatMap((each) => elementsOf(facts, each, call, depth + 1) ?? [each])];
}

/** `const work = [a()]; work.push(b()); await Promise.all(work)`, provided that nobody else has a use for the array. */
function elementsOfLocal(facts: Facts, name: ts.Identifier, call: ts.CallExpression, depth: number): readonly ts.Expression[] | undefined {
  const declaration = facts.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || facts.isReassigned(declaration)) return undefined;
  if (enclosingFunction(declaration) !== enclosingFunction(call) || loopAround(declaration) !== loopAround(call)) return undefined;
  const first = elementsOf(facts, declaration.initializer, call, depth + 1);
  const added = first && pushedTo(facts, declaration, call);
  return added && [...first, ...added];
}

function pushedTo(facts: Facts, declaration: Declaration, call: ts.CallExpression): readonly ts.Expression[] | undefined {
  const added: ts.Expression[] = [];
  for (const use of facts.referencesOf(declaration)) {
    if (isWithin(use, call)) continue;
    const push = pushOn(use);
    if (!push || loopAround(push) !== loopAround(declaration) || enclosingFunction(push) !== enclosingFunction(declaration)) return undefined;
    added.push(...push.arguments);
  }
  return added;
}

function pushOn(use: ts.Identifier): ts.CallExpression | undefined {
  const access = use.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== use || access.name.text !== 'push') return undefined;
  return ts.isCallExpression(access.parent) && access.parent.expression === access && ts.isExpressionStatement(access.parent.parent) ? access.parent : undefined;
}

function loopAround(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at && !isFunctionNode(at); at = at.parent) if (isLoopStatement(at)) return at;
  return undefined;
}

function combinedElement(expression: ts.Expression): CombinedElement {
  const awaited = headAwait(expression);
  if (!awaited) return { expression, awaited: undefined, whole: false, work: startedIn(expression) };
  return { expression, awaited, whole: isWhole(awaited, expression), work: unwrap(awaited.expression) };
}

/**
 * The `await` an element begins with: `await a()`, `wide && (await a())`, `(await a()).rows`. One in an argument, as in
 * `a(await b())`, is left out: only what needs it waits for it, and that is started then.
 */
function headAwait(expression: ts.Expression): ts.AwaitExpression | undefined {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return node;
  if (ts.isConditionalExpression(node)) return headAwait(node.whenTrue) ?? headAwait(node.whenFalse);
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? headAwait(node.right) : headAwait(node.left);
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node) ? headAwait(node.expression) : undefined;
}

/** Parentheses, `a ? … : b` and `a && …` pass a value on as it is; a type written around it would have to change with it. */
function isWhole(awaited: ts.AwaitExpression, expression: ts.Expression): boolean {
  let at: ts.Node = awaited;
  for (; at !== expression; at = at.parent) {
    const parent = at.parent;
    const passes = ts.isParenthesizedExpression(parent) || (ts.isConditionalExpression(parent) && parent.condition !== at)
      || (ts.isBinaryExpression(parent) && parent.right === at && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken);
    if (!passes) return false;
  }
  return !ts.isSpreadElement(at.parent);
}

/** The call an element without an `await` of its own starts: its arm, where it has one. */
function startedIn(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node)) return isCallLike(unwrap(node.whenTrue)) ? unwrap(node.whenTrue) : unwrap(node.whenFalse);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return unwrap(node.right);
  return node;
}

/** The combinator whose array an `await` is a whole element of: what it does there is a matter of that call. */
export function isCombined(facts: Facts, awaited: ts.AwaitExpression): boolean {
  const array = wrapped(awaited).parent;
  if (!ts.isArrayLiteralExpression(array)) return false;
  const call = wrapped(array).parent as CallLike;
  return ts.isCallExpression(call) && call.arguments[0] !== undefined && unwrap(call.arguments[0]) === array && findPromiseCombinator(facts, call) !== undefined;
}
