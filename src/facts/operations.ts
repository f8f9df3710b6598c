import { ts } from 'ts-morph';
import { iterationMembers } from '../knowledge/iteration.js';
import type { Library, Member, Operation } from '../knowledge/library.js';
import { argumentsOf, calleeName, calleeOf, enclosingFunction, isCallLike, nameOfAccess, propertyOf, unwrap, wrapped, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import { chainText } from './chains.js';
import type { Facts } from './facts.js';
import { statementText } from './sql-text.js';
import { inheritedOf, type ApiValue, type Proof, type Value } from './value.js';
import { calledValue } from './values.js';

/** One call that goes out, as a library's table describes it. */
export interface OperationUse {
  readonly call: CallLike;
  readonly library: Library;
  readonly operation: Operation;
  /** Last name of the callee: `findMany`. */
  readonly method: string;
  /** For messages: `prisma.user.findMany`. */
  readonly text: string;
  /** Table, model or collection, where the code names it. */
  readonly entity: string | undefined;
  readonly proof: Proof;
  /** Names the one connection, transaction or session it runs on; calls with the same name cannot run side by side. */
  readonly connection: string | undefined;
  /** The call around it that sends it together with others (`$transaction([…])`, a pipeline). */
  readonly batch: CallLike | undefined;
}

/** Bluebird's, which older builders have as well: `db.select().from('t').map(toRow)`. */
const PROMISE_COLLECTION_METHODS = new Set(['map', 'each', 'tap', 'spread', 'asCallback']);

const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);

export function findOperation(facts: Facts, call: CallLike): OperationUse | undefined {
  if (PROMISE_METHODS.has(calleeName(call) ?? '')) return undefined;
  const callee = calledValue(facts, calleeOf(call));
  if (callee?.kind === 'member') return memberOperation(facts, call, callee.receiver, callee.member, callee.name);
  if (callee?.kind !== 'api') return undefined;
  const direct = ts.isNewExpression(call) ? inheritedOf(callee.library, callee.type, 'construct') : inheritedOf(callee.library, callee.type, 'call');
  return direct ? memberOperation(facts, call, callee, direct, calleeName(call) ?? '') : undefined;
}

function memberOperation(facts: Facts, call: CallLike, receiver: ApiValue, member: Member, name: string): OperationUse | undefined {
  const operation = chosenOperation(facts, call, receiver, member);
  if (!operation) return undefined;
  const effect = operation.verb ? verbEffect(operation, call) : operation.rows === 'sql' ? statementEffect(facts, operation, call) : operation.effect;
  return {
    call, library: receiver.library, operation: { ...operation, effect }, method: name, text: chainText(call),
    entity: receiver.entity, proof: receiver.proof, connection: connectionOf(call, receiver), batch: batchAround(facts, call),
  };
}

function chosenOperation(facts: Facts, call: CallLike, receiver: ApiValue, member: Member): Operation | undefined {
  if (member.performs !== undefined) {
    const argument = argumentsOf(call)[member.performs];
    const command = argument ? facts.valueOf(argument) : undefined;
    return command?.kind === 'api' ? inheritedOf(command.library, command.type, 'performed') : undefined;
  }
  if (member.executes) return receiver.pending?.at(-1) ?? inheritedOf(receiver.library, receiver.type, 'awaited')?.operation ?? member.operation;
  const type = member.returns === 'self' ? receiver.type : member.returns;
  const awaited = type === undefined ? undefined : inheritedOf(receiver.library, type, 'awaited');
  if (!awaited && !member.operation?.lazy) return member.operation;
  if (!isChainEnd(facts, call) || !isExecuted(facts, call)) return undefined;
  return member.operation ?? receiver.pending?.at(-1) ?? awaited?.operation;
}

/** False when the chain goes on with a call that is not a promise's own. */
function isChainEnd(facts: Facts, call: CallLike): boolean {
  const access = wrapped(call).parent;
  if (!ts.isPropertyAccessExpression(access) || unwrap(access.expression) !== call) return true;
  if (!ts.isCallExpression(wrapped(access).parent)) return true;
  return PROMISE_METHODS.has(access.name.text) || facts.valueOf(access) === undefined;
}

/** Whether a builder is run here: awaited, returned, chained with `then`, or collected for a promise combinator. */
function isExecuted(facts: Facts, node: ts.Node): boolean {
  const outer = wrapped(node);
  const parent = outer.parent;
  if (ts.isAwaitExpression(parent) || ts.isYieldExpression(parent) || ts.isVoidExpression(parent)) return true;
  if (ts.isReturnStatement(parent)) return isResultRun(facts, enclosingFunction(parent));
  if (ts.isArrowFunction(parent)) return parent.body === outer && isResultRun(facts, parent);
  if (ts.isForOfStatement(parent)) return parent.expression === outer;
  if (ts.isPropertyAccessExpression(parent)) return PROMISE_METHODS.has(parent.name.text) || PROMISE_COLLECTION_METHODS.has(parent.name.text);
  if (ts.isConditionalExpression(parent) || ts.isSpreadElement(parent)) return isExecuted(facts, parent);
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment ? isHeldAndRun(facts, parent.left) : isExecuted(facts, parent);
  if (ts.isArrayLiteralExpression(parent)) return isGathered(facts, parent) || isExecuted(facts, parent);
  if (ts.isCallExpression(parent)) return isGathering(facts, parent) || nameOfAccess(unwrap(parent.expression)) === 'push';
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && isHeldAndRun(facts, parent.name);
}

/** What a callback returns is run only if the call it is given to hands the results on: `forEach` drops them, `map` lists them. */
function isResultRun(facts: Facts, owner: FunctionNode | undefined): boolean {
  const call = owner ? wrapped(owner).parent : undefined;
  if (!owner || !call || !ts.isCallExpression(call) || ts.getCombinedModifierFlags(owner) & ts.ModifierFlags.Async) return true;
  const name = nameOfAccess(unwrap(call.expression));
  const result = name !== undefined && Object.hasOwn(iterationMembers, name) && call.arguments[0] === wrapped(owner) ? iterationMembers[name]?.result : undefined;
  if (result === 'mapped' || result === 'flattened') return isExecuted(facts, call);
  return result !== 'nothing';
}

function isHeldAndRun(facts: Facts, target: ts.Node): boolean {
  const declaration = ts.isIdentifier(target) ? (ts.isVariableDeclaration(target.parent) ? target.parent : facts.declarationOf(target)) : undefined;
  if (!declaration) return false;
  // `queries = [...queries, next]`: the name that is asked about holds itself.
  return facts.memo('held-and-run', declaration, () => facts.referencesOf(declaration).some((reference) => {
    const parent = wrapped(reference).parent;
    return !(ts.isBinaryExpression(parent) && parent.left === reference) && !ts.isVariableDeclaration(parent) && isExecuted(facts, reference);
  }), false);
}

function isGathered(facts: Facts, array: ts.Node): boolean {
  const call = wrapped(array).parent;
  return ts.isCallExpression(call) && isGathering(facts, call);
}

/** `Promise.all(…)` and its kin, or a batch of the library itself, which the member's `batches` says. */
function isGathering(facts: Facts, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const value = facts.valueOf(callee);
  return (value?.kind === 'member' && value.member.batches !== undefined) || ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Promise';
}

/** The call around it that takes not yet started operations as an array and sends them at once. */
function batchAround(facts: Facts, call: CallLike): CallLike | undefined {
  for (let at: ts.Node = call; at.parent && !ts.isStatement(at); at = at.parent) {
    const parent = at.parent;
    if (!isCallLike(parent) || ts.isTaggedTemplateExpression(parent)) continue;
    const target = facts.valueOf(parent.expression);
    const place = target?.kind === 'member' ? target.member.batches : undefined;
    if (place !== undefined && argumentsOf(parent)[place] === at) return parent;
  }
  return undefined;
}

/** `execute('DELETE …')` writes, whatever most statements do that are run with it. */
function statementEffect(facts: Facts, operation: Operation, call: CallLike): Operation['effect'] {
  const text = statementText(facts, call);
  return text !== undefined && CHANGES_ROWS.test(text) ? 'write' : operation.effect;
}

const CHANGES_ROWS = /^\s*(?:insert\s+(?:\w+\s+){0,2}into|update|delete\s+from|replace\s+into|merge\s+into)\b/i;

function verbEffect(operation: Operation, call: CallLike): Operation['effect'] {
  const verb = operation.verb;
  if (!verb) return operation.effect;
  const candidates = verb.argument === undefined ? argumentsOf(call) : argumentsOf(call).slice(verb.argument, verb.argument + 1);
  if (candidates.length === 0) return 'read';
  for (const candidate of candidates) {
    const object = unwrap(candidate);
    if (!ts.isObjectLiteralExpression(object)) continue;
    const value = propertyOf(object, verb.property);
    if (value) return ts.isStringLiteralLike(unwrap(value)) ? (/^(?:get|head|options)$/i.test((unwrap(value) as ts.StringLiteralLike).text) ? 'read' : 'write') : operation.effect;
    if (object.properties.some((each) => ts.isSpreadAssignment(each))) return operation.effect;
    return 'read';
  }
  return candidates.some((each) => ts.isIdentifier(unwrap(each)) && candidates.length > 1) ? operation.effect : 'read';
}

function connectionOf(call: CallLike, receiver: ApiValue): string | undefined {
  for (const option of receiver.library.serialOptions ?? []) {
    for (const argument of argumentsOf(call)) {
      const object = unwrap(argument);
      const value = ts.isObjectLiteralExpression(object) ? propertyOf(object, option) : undefined;
      if (value) return `${option}: ${value.getText()}`;
    }
  }
  return receiver.serial ? rootText(calleeOf(call)) : undefined;
}

/** `tx` of `tx.user.update`, `this.client` of `this.client.query`. */
function rootText(callee: ts.Expression): string {
  let at = unwrap(callee);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at)) {
    const next = unwrap(at.expression);
    if (next.kind === ts.SyntaxKind.ThisKeyword) return at.getText();
    at = next;
  }
  return at.getText();
}

/** The API value a call is made on, for rules that look beyond the operation. */
export function receiverValue(facts: Facts, call: CallLike): Extract<Value, { kind: 'api' }> | undefined {
  const callee = facts.valueOf(calleeOf(call));
  return callee?.kind === 'member' ? callee.receiver : callee?.kind === 'api' ? callee : undefined;
}
