import { ts } from 'ts-morph';
import type { Channel } from '../knowledge/library.js';
import { asksQuestions } from '../knowledge/prompts.js';
import { argumentsOf, calleeOf, isCallLike, isFunctionNode, nameOfAccess, receiverOf, unwrap, walk, wrapped, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import { isConversation, isReporting, namedEffect } from './call-names.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { callbackRun } from './loops.js';
import type { OperationUse } from './operations.js';
import { findOwnState, type StateKey } from './shared-state.js';

/** What starting a piece of work does to the world, and how sure that is. */
export interface CallEffect {
  /** unknown: it may do anything, so that its place among other calls must be kept. */
  readonly effect: 'none' | 'read' | 'write' | 'unknown';
  /** proven: every call on the way is known from a table or the project's code · named: some of it rests on names. */
  readonly proof: 'proven' | 'named';
  /** io: waits for the outside world · likely: an awaited call nobody knows · none: computes, or waits for nothing. */
  readonly latency: 'io' | 'likely' | 'none';
  /** Somebody is asked a question, who answers one at a time. */
  readonly asks?: boolean;
  /** Operations of libraries it performs. */
  readonly uses: readonly OperationUse[];
  readonly reads: ReadonlySet<StateKey>;
  readonly writes: ReadonlySet<StateKey>;
  /** Parameters of the called function that it changes; only for functions of the project. */
  readonly mutated: ReadonlySet<number>;
}

const NO_STATE: ReadonlySet<StateKey> = new Set();
const NO_PARAMETERS: ReadonlySet<number> = new Set();
const NOTHING: CallEffect = { effect: 'none', proof: 'proven', latency: 'none', uses: [], reads: NO_STATE, writes: NO_STATE, mutated: NO_PARAMETERS };
const UNKNOWN: CallEffect = { ...NOTHING, effect: 'unknown', proof: 'named', latency: 'likely' };
const QUESTION: CallEffect = { ...UNKNOWN, asks: true };
const NAMED_READ: CallEffect = { ...NOTHING, effect: 'read', proof: 'named', latency: 'likely' };
const NAMED_WRITE: CallEffect = { ...NOTHING, effect: 'write', proof: 'named', latency: 'likely' };

/** Calls of these channels are answered in the process. */
const INSIDE: ReadonlySet<Channel> = new Set(['memory', 'event']);

/** What an awaited operand sets off: its outermost call, or all calls given to a promise combinator. */
export function effectOfOperand(facts: Facts, operand: ts.Expression): CallEffect {
  const node = unwrap(operand);
  if (ts.isConditionalExpression(node)) return join([effectOfOperand(facts, node.whenTrue), effectOfOperand(facts, node.whenFalse)]);
  return isCallLike(node) ? effectOfCall(facts, node) : NOTHING;
}

/** What one call sets off, through functions of the project. */
export function effectOfCall(facts: Facts, call: CallLike): CallEffect {
  return facts.memo('call-effect', call, () => findCallEffect(facts, call), UNKNOWN);
}

function findCallEffect(facts: Facts, call: CallLike): CallEffect {
  const callee = unwrap(calleeOf(call));
  // Once loaded, a module is there: only the very first call waits, and loading may depend on what was loaded before.
  if (callee.kind === ts.SyntaxKind.ImportKeyword || argumentsOf(call).some(isLazyImport)) return { ...NAMED_READ, latency: 'none' };
  const settled = promiseEffect(facts, call, callee);
  if (settled) return settled;
  const use = facts.operationOf(call);
  if (use) return effectOfUse(use);
  const callees = facts.calleesOf(call);
  if (callees.length > 0) return join(callees.map((each) => functionEffect(facts, each, nameOfAccess(callee) ?? '')));
  return asksSomebody(facts, callee) ? QUESTION : effectOfName(facts, call);
}

/** `select({ message })` of a package that asks the person at the terminal. */
function asksSomebody(facts: Facts, callee: ts.Expression): boolean {
  let root = callee;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  const value = facts.valueOf(root);
  return value?.kind === 'external' && asksQuestions(value.specifier);
}

/** `loadChunk(() => import('./chunk'))`. */
function isLazyImport(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  const body = ts.isArrowFunction(node) && !ts.isBlock(node.body) ? unwrap(node.body) : undefined;
  return body !== undefined && ts.isCallExpression(body) && body.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** `Promise.all([…])`, `Promise.all(xs.map(…))`, `work().then(…)`. */
function promiseEffect(facts: Facts, call: CallLike, callee: ts.Expression): CallEffect | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const base = unwrap(callee.expression);
  if (ts.isIdentifier(base) && base.text === 'Promise') return join(argumentsOf(call).map((each) => effectOfParts(facts, each)));
  if (!/^(?:then|catch|finally)$/.test(callee.name.text) || !isCallLike(base)) return undefined;
  return join([effectOfCall(facts, base), ...argumentsOf(call).map((each) => effectOfFunctionValue(facts, each))]);
}

/** All that an expression's calls set off, callbacks of `map` included. */
function effectOfParts(facts: Facts, expression: ts.Expression): CallEffect {
  const node = unwrap(expression);
  if (ts.isArrayLiteralExpression(node)) return join(node.elements.map((each) => effectOfParts(facts, ts.isSpreadElement(each) ? each.expression : each)));
  if (ts.isConditionalExpression(node)) return join([effectOfParts(facts, node.whenTrue), effectOfParts(facts, node.whenFalse)]);
  if (ts.isAwaitExpression(node)) return effectOfParts(facts, node.expression);
  if (ts.isCallExpression(node) && nameOfAccess(unwrap(node.expression)) === 'map' && node.arguments[0]) return effectOfFunctionValue(facts, node.arguments[0]);
  return isCallLike(node) ? effectOfCall(facts, node) : NOTHING;
}

function effectOfFunctionValue(facts: Facts, expression: ts.Expression): CallEffect {
  const value = facts.valueOf(expression);
  return value?.kind === 'function' ? functionEffect(facts, value.node, '') : UNKNOWN;
}

function effectOfUse(use: OperationUse): CallEffect {
  const { channel, effect, ordered, delay, synchronous } = use.operation;
  if (INSIDE.has(channel)) return ordered ? { ...UNKNOWN, latency: 'none' } : NOTHING;
  const proof = use.proof === 'shape' ? 'named' : 'proven';
  const latency = synchronous ? 'none' : 'io';
  if (ordered || delay || channel === 'editor' || channel === 'timer') return { ...UNKNOWN, proof, latency, uses: [use], asks: channel === 'editor' && effect !== 'read' };
  return { ...NOTHING, effect: effect === 'read' ? 'read' : 'write', proof, latency, uses: [use] };
}

/** Calls on names alone: every word of a chain counts, since `select().from()` reads and `update().set()` writes. */
function effectOfName(facts: Facts, call: CallLike): CallEffect {
  const callee = unwrap(calleeOf(call));
  const receiver = receiverOf(callee);
  const receiverName = receiver ? nameOfAccess(receiver) : undefined;
  if (receiverName !== undefined && isConversation(receiverName)) return UNKNOWN;
  const names = facts.chainOf(call).links.map((link) => (link.call === call ? calledName(facts, callee) ?? '' : link.name)).filter((name) => name !== '');
  const said = names.map(namedEffect);
  // A builder is often created before it reads: `createQueryBuilder().getMany()`.
  const builds = said.length > 1 && /Builder$|^create(?:Query|Selector)/.test(names[0] ?? '');
  const told = builds ? said.slice(1) : said;
  if (told.includes('guard') || told.includes('wait')) return UNKNOWN;
  if (told.includes('write')) return NAMED_WRITE;
  return told.includes('read') ? NAMED_READ : UNKNOWN;
}

/** What running a function of the project sets off. Where its body leaves a doubt, its name may settle it. */
export function functionEffect(facts: Facts, node: FunctionNode, name: string): CallEffect {
  const inside = facts.memo('function-effect', node, () => bodyEffect(facts, node), UNKNOWN);
  const doubtful = inside.effect === 'unknown' || (inside.effect === 'write' && !inside.uses.some(isLasting));
  // What the objects it uses remember is their affair; what it changes itself it may change for the next call.
  if (doubtful && inside.asks !== true && name !== '' && namedEffect(name) === 'read') return { ...inside, effect: 'read', proof: 'named', writes: findOwnState(facts, node).writes };
  if (inside.proof === 'named' && inside.effect === 'read' && namedEffect(name) === 'write') return { ...inside, effect: 'write' };
  const throws = namedEffect(name) === 'guard' || namedEffect(name) === 'wait';
  return throws && inside.effect !== 'write' ? { ...inside, effect: 'unknown' } : inside;
}

/** A proven change of stored data; a cache that is filled and a query that is sent by POST are no reason to distrust a name. */
function isLasting(use: OperationUse): boolean {
  return use.operation.effect !== 'read' && /^(?:database|queue|storage|fs|process|search)$/.test(use.operation.channel);
}

function bodyEffect(facts: Facts, node: FunctionNode): CallEffect {
  if (!node.body) return UNKNOWN;
  const own = findOwnState(facts, node);
  const parts: CallEffect[] = [{ ...NOTHING, reads: own.reads, writes: own.writes, mutated: own.mutated }];
  walk(node, (each) => {
    if (isFunctionNode(each) && each !== node) return runsNow(facts, each);
    if (!isCallLike(each) || isInnerLink(each)) return true;
    const effect = isInCatch(each, node) ? undefined : partEffect(facts, each);
    if (effect) parts.push({ ...effect, mutated: NO_PARAMETERS });
    return true;
  });
  return { ...join(parts), mutated: own.mutated };
}

function runsNow(facts: Facts, callback: FunctionNode): boolean {
  const run = callbackRun(facts, callback);
  return run !== undefined && run.kind !== 'later';
}

/** What is done about an error says nothing about the ordinary course of things. */
function isInCatch(node: ts.Node, owner: FunctionNode): boolean {
  for (let at = node.parent; at && at !== owner; at = at.parent) if (ts.isCatchClause(at)) return true;
  return false;
}

/** A call within a body; `undefined` when it cannot matter to its caller. */
function partEffect(facts: Facts, call: CallLike): CallEffect | undefined {
  if (facts.operationOf(call) || facts.calleesOf(call).length > 0) return effectOfCall(facts, call);
  const callee = unwrap(calleeOf(call));
  const method = nameOfAccess(callee) ?? '';
  const receiver = receiverOf(callee);
  if (isReporting(receiver ? nameOfAccess(receiver) : undefined, method)) return undefined;
  if (isWaitedFor(call)) return effectOfCall(facts, call);
  // Nobody waits for it: what it starts goes on behind the caller's back, in whatever order.
  return /^(?:emit|dispatch|publish|send|notify|enqueue)$/.test(method) ? NAMED_WRITE : undefined;
}

/** Awaited, or returned from a function whose caller may await it. */
function isWaitedFor(call: ts.Node): boolean {
  const outer = wrapped(call);
  const parent = outer.parent;
  if (ts.isAwaitExpression(parent)) return true;
  if (ts.isReturnStatement(parent)) return !ts.isNewExpression(call) && returnsPromise(parent);
  return ts.isArrowFunction(parent) && parent.body === outer && returnsPromise(parent);
}

/** A function that is not async and has a written type other than a promise returns a value, not work. */
function returnsPromise(node: ts.Node): boolean {
  for (let at: ts.Node = node; at; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    return !at.type || /Promise|Thenable|Query|any/.test(at.type.getText());
  }
  return false;
}

/** `a.b()` of `a.b().c()`: the outermost call of a chain speaks for all of it. */
function isInnerLink(call: CallLike): boolean {
  const access = wrapped(call).parent;
  return (ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) && unwrap(access.expression) === call && ts.isCallExpression(wrapped(access).parent);
}

const EFFECTS: readonly CallEffect['effect'][] = ['none', 'read', 'unknown', 'write'];
const LATENCIES: readonly CallEffect['latency'][] = ['none', 'likely', 'io'];

/** Several pieces of work as one: the strongest effect, the weakest proof. */
export function join(parts: readonly CallEffect[]): CallEffect {
  const working = parts.filter((each) => each.effect !== 'none');
  const union = <T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> => new Set(sets.flatMap((each) => [...each]));
  return {
    effect: EFFECTS[Math.max(0, ...working.map((each) => EFFECTS.indexOf(each.effect)))] ?? 'none',
    proof: working.some((each) => each.proof === 'named') ? 'named' : 'proven',
    latency: LATENCIES[Math.max(0, ...working.map((each) => LATENCIES.indexOf(each.latency)))] ?? 'none',
    asks: parts.some((each) => each.asks),
    uses: working.flatMap((each) => each.uses),
    reads: union(parts.map((each) => each.reads)),
    writes: union(parts.map((each) => each.writes)),
    mutated: union(parts.map((each) => each.mutated)),
  };
}
