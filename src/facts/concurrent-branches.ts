import { ts } from 'ts-morph';
import { iterationMembers, promiseCombinators } from '../knowledge/iteration.js';
import { isFunctionNode, nameOfAccess, receiverOf, unwrap, walk, type FunctionNode } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { callbackRun } from './loops.js';

/** Work that is started without waiting for its siblings. */
export interface Branch {
  /** The expression that starts it, or the callback that is run for every element. */
  readonly node: ts.Expression | FunctionNode;
  /** It is started once per element: two of one branch run side by side. */
  readonly repeated: boolean;
}

/** A call that waits for several promises, and what it waits for. */
export interface Gathering {
  readonly call: ts.CallExpression;
  /** `all`, `allSettled`, `race`, `any`. */
  readonly method: string;
  readonly branches: readonly Branch[];
}

/** Array methods that leave the promises as they are. */
const KEEPS = new Set(['filter', 'flat', 'slice', 'concat', 'reverse']);
/** Lists that pass through more names than this are not followed. */
const MAX_STEPS = 6;

/** What runs side by side because of a call: the elements of `Promise.all([…])`, or the callback of a map that starts all at once. */
export function gatheringOf(facts: Facts, call: ts.CallExpression): Gathering | undefined {
  const method = combinatorName(facts, call);
  const list = call.arguments[0];
  if (method !== undefined && list) return { call, method, branches: listed(facts, list, 0) };
  const callback = unboundedCallback(facts, call);
  return callback ? { call, method: 'all', branches: callback } : undefined;
}

function combinatorName(facts: Facts, call: ts.CallExpression): string | undefined {
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee);
  if (name === undefined || !promiseCombinators.has(name)) return undefined;
  const value = facts.valueOf(callee);
  return value?.kind === 'member' && value.member.combines !== undefined ? name : undefined;
}

/** `pMap(xs, callback)`: a table says that all are started at once. */
function unboundedCallback(facts: Facts, call: ts.CallExpression): readonly Branch[] | undefined {
  const last = call.arguments.at(-1);
  // Asked of every call of a file: only one that ends in a function is looked up.
  if (!last || call.arguments.length > 3 || !isFunctionNode(unwrap(last))) return undefined;
  const value = facts.valueOf(unwrap(call.expression));
  const known = value?.kind === 'member' ? value.member.callbacks?.find((each) => each.runs === 'each' && each.concurrency === 'unbounded') : undefined;
  const argument = known ? call.arguments.at(known.argument) : undefined;
  // Options after the callback may bound it.
  return argument === last ? callbackBranch(facts, argument) : undefined;
}

function callbackBranch(facts: Facts, argument: ts.Expression): readonly Branch[] {
  const inner = unwrap(argument);
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return [{ node: inner, repeated: true }];
  const value = facts.valueOf(inner);
  return value?.kind === 'function' ? [{ node: value.node, repeated: true }] : [];
}

function listed(facts: Facts, expression: ts.Expression, step: number): readonly Branch[] {
  const node = unwrap(expression);
  if (step > MAX_STEPS) return [];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => (ts.isSpreadElement(each) ? listed(facts, each.expression, step + 1) : started(facts, each)));
  if (ts.isConditionalExpression(node)) return [...listed(facts, node.whenTrue, step + 1), ...listed(facts, node.whenFalse, step + 1)];
  if (ts.isIdentifier(node)) return held(facts, node, step);
  if (!ts.isCallExpression(node)) return [];
  const callee = unwrap(node.expression);
  const name = nameOfAccess(callee);
  const receiver = receiverOf(callee);
  if (callee.getText() === 'Array.from' && node.arguments[1]) return callbackBranch(facts, node.arguments[1]);
  if (name === undefined || !receiver) return [];
  if (KEEPS.has(name)) return [...listed(facts, receiver, step + 1), ...(name === 'concat' ? node.arguments.flatMap((each) => listed(facts, each, step + 1)) : [])];
  const result = Object.hasOwn(iterationMembers, name) ? iterationMembers[name]?.result : undefined;
  return (result === 'mapped' || result === 'flattened') && node.arguments[0] ? callbackBranch(facts, node.arguments[0]) : [];
}

/** An element that is awaited on its way in has ended before the next one starts. */
function started(facts: Facts, element: ts.Expression): readonly Branch[] {
  const node = unwrap(element);
  if (ts.isAwaitExpression(node) || ts.isOmittedExpression(node)) return [];
  if (!ts.isIdentifier(node)) return [{ node, repeated: false }];
  const declaration = facts.declarationOf(node);
  const initializer = declaration && ts.isVariableDeclaration(declaration) && !facts.isReassigned(declaration) ? declaration.initializer : undefined;
  return initializer && !ts.isAwaitExpression(unwrap(initializer)) ? [{ node: unwrap(initializer), repeated: false }] : [];
}

/** A list in a variable: what it was made of, and what was pushed to it. */
function held(facts: Facts, name: ts.Identifier, step: number): readonly Branch[] {
  const declaration = facts.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return [];
  const initial = declaration.initializer ? listed(facts, declaration.initializer, step + 1) : [];
  const pushed = facts.referencesOf(declaration).flatMap((reference) => {
    const access = reference.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== reference || access.name.text !== 'push' || !ts.isCallExpression(access.parent)) return [];
    const push = access.parent;
    const around = facts.loopsAround(push);
    const repeated = around.length > facts.loopsAround(declaration).length;
    return push.arguments.flatMap((each) => (ts.isSpreadElement(each) ? listed(facts, each.expression, step + 1) : started(facts, each))).map((each) => ({ ...each, repeated: each.repeated || repeated }));
  });
  return [...initial, ...pushed];
}

/** Wrappers that let one in at a time, or a few: what runs in them is in order on purpose. */
const ADMITS = /limit|lock|mutex|semaphore|queue|exclusive|throttle|schedule|serial|acquire/i;

/**
 * Calls that a branch makes while its siblings run: those within callbacks that run now included, those awaited before the
 * branch is started left out, as are those that a limiter or lock lets in one by one.
 */
export function callsOf(facts: Facts, branch: Branch, visit: (node: ts.Node) => void): void {
  const each = (node: ts.Node): boolean => {
    if (isFunctionNode(node) && node !== branch.node) {
      const run = callbackRun(facts, node);
      return (run?.kind === 'once' || run?.kind === 'each') && !isAdmitted(node);
    }
    // Before the branch, not within it.
    if (ts.isAwaitExpression(node) && !isFunctionNode(branch.node) && isOwn(node, branch.node)) return false;
    visit(node);
    return true;
  };
  if (each(branch.node)) walk(branch.node, each);
}

function isAdmitted(callback: FunctionNode): boolean {
  const call = callback.parent;
  return ts.isCallExpression(call) && call.expression !== callback && ADMITS.test(call.expression.getText().slice(-60));
}

/** No function stands between. */
function isOwn(node: ts.Node, ancestor: ts.Node): boolean {
  for (let at = node; at !== ancestor && at.parent; at = at.parent) if (isFunctionNode(at)) return false;
  return true;
}
