import { ts } from 'ts-morph';
import type { Channel } from '../knowledge/library.js';
import { argumentsOf, awaitOf, calleeOf, type CallLike, isCallLike, isFunctionNode, isWithin, nameOfAccess, receiverOf, unwrap, walkOwn } from '../syntax/nodes.js';
import { isWrite, type Declaration } from './bindings.js';
import { rootOf } from './await-steps.js';
import { effectOfOperand, type CallEffect } from './call-effects.js';
import { isReporting, namedEffect } from './call-names.js';
import { connectionsOf } from './connections.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { isLoopStatement, type Loop } from './loops.js';

/** An await that every round of a loop makes wait for the round before. */
export interface RoundAwait {
  readonly node: ts.AwaitExpression;
  readonly call: CallLike;
  readonly effect: CallEffect;
}

/** A loop whose rounds need nothing of each other. */
export interface IndependentRounds {
  readonly loop: Loop;
  /** Awaits directly in the body, in the order of the text. */
  readonly awaits: readonly RoundAwait[];
  readonly kind: 'reads' | 'writes';
  /** What was not proven; empty where every link was. */
  readonly doubts: readonly Doubt[];
}

/** What n-plus-one-query and n-plus-one-request answer for, where a loop runs over data. */
const PER_ELEMENT: ReadonlySet<Channel> = new Set(['database', 'cache', 'search', 'http']);

/** Writes of whole files: as long as the paths differ, their order leaves no trace. */
const WHOLE_FILE = /^(?:writeFile|copyFile|unlink|outputFile|outputJson|writeJson|chmod|utimes)$/;

/** The rounds of a loop if they could run side by side, or `undefined` when one may need another, or nothing is gained. */
export function findIndependentRounds(facts: Facts, loop: Loop): IndependentRounds | undefined {
  const constant = loop.purpose.kind === 'constant';
  if (!constant && loop.purpose.kind !== 'element') return undefined;
  const body = loop.body;
  const found = awaitsIn(facts, body);
  if (found === undefined || found.length === 0) return undefined;
  const slow = found.filter((each) => each.effect.latency !== 'none');
  if (slow.length === 0) return undefined;
  if (!constant && slow.some((each) => each.effect.uses.some((use) => PER_ELEMENT.has(use.operation.channel)))) return undefined;
  const kind = kindOf(facts, loop, found);
  if (!kind || leavesEarly(body) || carries(facts, loop, found)) return undefined;
  if (!slow.every((each) => differs(facts, each, loop))) return undefined;
  return { loop, awaits: slow, kind, doubts: doubtsOf(slow, kind) };
}

function doubtsOf(awaits: readonly RoundAwait[], kind: IndependentRounds['kind']): readonly Doubt[] {
  const named = awaits.find((each) => each.effect.proof !== 'proven');
  return [
    ...(named ? [inferred('what it does is known by its name, not from its code', named.node)] : []),
    ...(kind === 'writes' ? [inferred('that nothing relies on the order of these writes')] : []),
  ];
}

/** `undefined` when an await stands where nothing can be said of it: in an inner loop, or on something that is no call. */
function awaitsIn(facts: Facts, body: ts.Node): readonly RoundAwait[] | undefined {
  const awaits: RoundAwait[] = [];
  let opaque = false;
  walkOwn(body, (node) => {
    if (isLoopStatement(node) && containsAwait(node)) opaque = true;
    if (!ts.isAwaitExpression(node)) return;
    const call = unwrap(node.expression);
    if (!isCallLike(call)) opaque = true;
    else awaits.push({ node, call, effect: effectOfOperand(facts, call) });
  });
  return opaque ? undefined : awaits;
}

function containsAwait(root: ts.Node): boolean {
  let contains = false;
  walkOwn(root, (node) => {
    if (ts.isAwaitExpression(node)) contains = true;
  });
  return contains;
}

function kindOf(facts: Facts, loop: Loop, awaits: readonly RoundAwait[]): 'reads' | 'writes' | undefined {
  if (awaits.every(({ effect, node }) => effect.effect === 'none' || (effect.effect === 'read' && !ts.isExpressionStatement(node.parent)))) return 'reads';
  const [only] = awaits;
  if (awaits.length !== 1 || !only || only.effect.uses.length === 0) return undefined;
  const wholeFiles = only.effect.uses.every((use) => use.operation.channel === 'fs' && !use.operation.ordered && WHOLE_FILE.test(use.method) && use.call === only.call);
  const target = argumentsOf(only.call)[0];
  return wholeFiles && target && facts.dependsOn(target, loop.elements) ? 'writes' : undefined;
}

/** The loop may end, or the function be left, before all rounds have run. */
function leavesEarly(body: ts.Node): boolean {
  let leaves = false;
  const step = (node: ts.Node, inner: boolean): void => {
    if (leaves || isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) || ts.isYieldExpression(node) || ts.isThrowStatement(node)) leaves = true;
    if (ts.isBreakOrContinueStatement(node) && (node.label !== undefined || (ts.isBreakStatement(node) && !inner))) leaves = true;
    const within = inner || isLoopStatement(node) || ts.isSwitchStatement(node);
    ts.forEachChild(node, (child) => step(child, within));
  };
  step(body, false);
  return leaves;
}

const COLLECTS = /^(?:push|set|add|append|unshift)$/;

/** State goes from round to round: a cursor, a list of what was seen, output in order, a shared connection. */
function carries(facts: Facts, loop: Loop, awaits: readonly RoundAwait[]): boolean {
  const body = loop.body;
  const filled = new Set<Declaration>();
  const assigned = new Set<Declaration>();
  let opaque = false;
  const outside = (declaration: Declaration | undefined): declaration is Declaration => declaration !== undefined && !isWithin(declaration, loop.node);
  walkOwn(body, (node) => {
    if (opaque) return false;
    if (ts.isIdentifier(node) && isWrite(node)) {
      const declaration = facts.declarationOf(node);
      if (outside(declaration)) assigned.add(declaration);
    }
    if (ts.isBinaryExpression(node) && isPropertyAssignment(node)) {
      const target = unwrap(node.left) as ts.PropertyAccessExpression | ts.ElementAccessExpression;
      const root = rootOf(target);
      const declaration = root && ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
      // `result[key] = …` puts each answer into its own place; any other property is one place for all.
      if (ts.isElementAccessExpression(target) && declaration && facts.dependsOn(target.argumentExpression, loop.elements)) filled.add(declaration);
      else if (!declaration || (outside(declaration) && !loop.elements.includes(declaration))) opaque = true;
    }
    if (isCallLike(node) && !awaitOf(node)) {
      const local = collected(facts, node);
      if (local) filled.add(local);
      else if (!isHarmless(facts, node)) opaque = true;
    }
    return true;
  });
  if (opaque || awaits.some((each) => connectionsOf(facts, each.call).size > 0)) return true;
  // A list that grows while it is run over: its later elements come from earlier rounds.
  const source = loop.collection && rootOf(loop.collection);
  const run = source && ts.isIdentifier(source) ? facts.declarationOf(source) : undefined;
  if (run && (filled.has(run) || assigned.has(run))) return true;
  for (const declaration of assigned) if (isUsed(facts, declaration, body, (use) => !isWrite(use))) return true;
  for (const declaration of filled) if (outside(declaration) && isUsed(facts, declaration, body, (use) => !isFilling(use))) return true;
  return awaits.some((each) => each.effect.writes.size > 0);
}

function isPropertyAssignment(node: ts.BinaryExpression): boolean {
  const target = unwrap(node.left);
  return node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    && (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target));
}

function isUsed(facts: Facts, declaration: Declaration, body: ts.Node, counts: (use: ts.Identifier) => boolean): boolean {
  return facts.referencesOf(declaration).some((each) => isWithin(each, body) && counts(each));
}

/** `out.push(…)`, `map.set(…)`, `result[key] = …`: an addition, not a look at what was added before. */
function isFilling(use: ts.Identifier): boolean {
  let access = use.parent;
  while ((ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && (ts.isPropertyAccessExpression(access.parent) || ts.isElementAccessExpression(access.parent)) && access.parent.expression === access) access = access.parent;
  if (ts.isPropertyAccessExpression(access)) return ts.isCallExpression(access.parent) && access.parent.expression === access && COLLECTS.test(access.name.text) && ts.isExpressionStatement(access.parent.parent);
  return ts.isElementAccessExpression(access) && ts.isBinaryExpression(access.parent) && access.parent.left === access;
}

function collected(facts: Facts, call: CallLike): Declaration | undefined {
  const callee = unwrap(calleeOf(call));
  const receiver = receiverOf(callee);
  return receiver && ts.isIdentifier(receiver) && COLLECTS.test(nameOfAccess(callee) ?? '') ? facts.declarationOf(receiver) : undefined;
}

/** Calls that compute, look up or report, as opposed to those that print, announce or change something. */
function isHarmless(facts: Facts, call: CallLike): boolean {
  const use = facts.operationOf(call);
  if (use) return use.operation.channel === 'memory' && use.operation.effect === 'read';
  const callee = unwrap(calleeOf(call));
  const receiver = receiverOf(callee);
  const owner = receiver ? nameOfAccess(receiver) : undefined;
  // What a user reads on a terminal is expected in order; a log carries its time.
  if (owner === 'console' || owner === 'stdout') return false;
  const name = nameOfAccess(callee) ?? '';
  if (isReporting(owner, name)) return true;
  if (ts.isNewExpression(call)) return true;
  if (ts.isExpressionStatement(call.parent)) return false;
  const said = namedEffect(name);
  return said !== 'write' && said !== 'guard' && said !== 'wait';
}

/** What is asked for differs from round to round. */
function differs(facts: Facts, { call }: RoundAwait, loop: Loop): boolean {
  return facts.dependsOn(call, loop.elements) || facts.dependsOn(call, declaredInBody(loop.body));
}

function declaredInBody(body: ts.Node): readonly Declaration[] {
  const names: Declaration[] = [];
  walkOwn(body, (node) => {
    if ((ts.isVariableDeclaration(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name)) names.push(node);
  });
  return names;
}
