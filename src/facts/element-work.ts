import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isCallLike, isFunctionNode, isWithin, nameOfAccess, plainText, propertyOf, unwrap, walk, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import { elsewhereChannels, makingVerbs, outwardVerbs, turnVerbs } from '../knowledge/element-verbs.js';
import type { Operation } from '../knowledge/library.js';
import { assignedValues } from './assigned-values.js';
import { effectOfOperand } from './call-effects.js';
import { wordsOf } from './call-names.js';
import { isInTransaction } from './connections.js';
import { doubtful, inferred, type Doubt } from './doubt.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { callbackRun, declaredNames, type Loop } from './loops.js';
import { orderRemark } from './order-intent.js';
import { boundedness } from './query-bounds.js';
import { rowHookOf } from './row-hooks.js';
import { stateLeftBehind } from './state-left-behind.js';
import type { Reached } from './summaries.js';

/** One call on the way to the operation, and the code it runs with: the round of the loop first, then each helper's body. */
export interface Step {
  readonly call: CallLike;
  readonly body: ts.Node;
  /** The helper it stands in; none for the round itself. */
  readonly owner: FunctionNode | undefined;
}

/** Why each element may have to have a call of its own; empty where one statement could stand for all. */
export function reservationsAgainstBatching(facts: Facts, reached: Reached, loop: Loop): readonly Doubt[] {
  const steps = stepsOf(facts, reached, loop);
  const [round] = steps;
  if (!round) return [];
  const writes = reached.use.operation.effect !== 'read';
  return [
    ...(writes || writesAnything(facts, round.call) ? failsAlone(round) : []),
    ...(steps.some((step) => isInTransaction(facts, step.call, step.body)) ? [inferred('each element has a transaction of its own')] : []),
    ...otherWork(facts, steps, writes),
    ...(steps.length > 1 && isPieceOfBusiness(facts, round.call, reached) ? [inferred('the helper does other work for each element, which no single statement can take over')] : []),
    ...ownValues(facts, reached, steps, loop),
    ...ownLimit(facts, reached),
    ...ownHook(facts, reached),
    ...stateLeftBehind(facts, reached, steps),
    ...remark(round, loop),
    // A call that takes a row or a list takes the whole as it came.
    ...(reached.use.operation.acceptsMany ? [] : oneOrMany(facts, loop)),
  ];
}

function stepsOf(facts: Facts, reached: Reached, loop: Loop): readonly Step[] {
  const steps: Step[] = [];
  for (const [index, call] of reached.path.entries()) {
    const before = index === 0 ? undefined : reached.path[index - 1];
    const owner = before ? facts.calleesOf(before).find((each) => isWithin(call, each)) : undefined;
    if (before && !owner) break;
    steps.push({ call, owner, body: owner ?? loop.body });
  }
  return steps;
}

function writesAnything(facts: Facts, call: CallLike): boolean {
  return facts.reachedBy(call).some((each) => each.use.operation.effect !== 'read');
}

// — a round that may fail by itself —

/** The error of one element is caught in its own round, and the others go on; or the call is only made after an error. */
function failsAlone({ call, body }: Step): readonly Doubt[] {
  for (let at: ts.Node = call; at.parent && at !== body; at = at.parent) {
    const { parent } = at;
    if (ts.isCatchClause(parent)) return [inferred('it is called only when something else has failed')];
    if (ts.isTryStatement(parent) && at === parent.tryBlock && parent.catchClause && !throws(parent.catchClause)) return [inferred('an element that fails leaves the others alone, which one statement for all would not')];
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'catch' && ts.isCallExpression(parent.parent)) return [inferred('an element that fails leaves the others alone, which one statement for all would not')];
  }
  return [];
}

function throws(clause: ts.CatchClause): boolean {
  let found = false;
  walk(clause, (node) => {
    if (ts.isThrowStatement(node)) found = true;
    return !found && !isFunctionNode(node);
  });
  return found;
}

// — a round that does more than the query —

function otherWork(facts: Facts, steps: readonly Step[], writes: boolean): readonly Doubt[] {
  for (const [index, step] of steps.entries()) {
    const all = elsewhere(facts, step);
    // A read in the loop itself could be done before it, unless the round first waits for its turn; one within a helper stays where the helper needs it.
    const work = index === 0 && !writes ? all.find((each) => each.end < step.call.pos && takesTurn(facts, each)) : all[0];
    if (!work) {
      const made = writes ? madeForElement(facts, step) : undefined;
      if (made) return [inferred(`what is written is the outcome of \`${nameOfAccess(unwrap(calleeOf(made)))}\`, for each element by itself`, made)];
      continue;
    }
    const name = nameOfAccess(unwrap(calleeOf(work))) ?? 'a call';
    if (takesTurn(facts, work)) return [inferred(`each round first waits for its turn (\`${name}\`)`, work)];
    // What is stored is the outcome of the other work, and the helper is there to do both.
    if (index > 0 && writes && feeds(facts, work, step.call)) return [doubtful(`what is written is the outcome of \`${name}\`, for each element by itself`, work)];
    return [inferred(index > 0 ? `the helper also waits for \`${name}\`, for each element by itself` : `each round also waits for \`${name}\`, and what is written goes with it`, work)];
  }
  return [];
}

/** `const { key } = await putFile(file); await save({ key })`: what one element's own work came to, other than something read or stored in the database. */
function madeForElement(facts: Facts, { call, body }: Step): CallLike | undefined {
  let made: CallLike | undefined;
  walk(body, (node) => {
    if (made || (isFunctionNode(node) && callbackRun(facts, node)?.kind !== 'once')) return false;
    const work = ts.isAwaitExpression(node) && node.end < call.pos ? unwrap(node.expression) : undefined;
    if (work && isCallLike(work) && makingVerbs.has(wordsOf(calledName(facts, calleeOf(work)) ?? '')[0] ?? '') && effectOfOperand(facts, work).uses.every((each) => each.operation.channel !== 'database') && feeds(facts, work, call)) made = work;
    return made === undefined;
  });
  return made;
}

function takesTurn(facts: Facts, work: CallLike): boolean {
  return wordsOf(calledName(facts, calleeOf(work)) ?? '').some((word) => turnVerbs.has(word));
}

/** What else a round or helper waits for that goes out to something other than the store. */
function elsewhere(facts: Facts, { call, body }: Step): readonly CallLike[] {
  const found: CallLike[] = [];
  walk(body, (node) => {
    if (isFunctionNode(node)) return callbackRun(facts, node)?.kind === 'once';
    if (ts.isCatchClause(node)) return false;
    if (!ts.isAwaitExpression(node)) return true;
    const work = unwrap(node.expression);
    if (isCallLike(work) && !isWithin(call, work) && !isWithin(work, call) && goesElsewhere(facts, work)) found.push(work);
    return true;
  });
  return found;
}

function goesElsewhere(facts: Facts, work: CallLike): boolean {
  const effect = effectOfOperand(facts, work);
  if (effect.uses.some(({ operation }) => elsewhereChannels.has(operation.channel) && !(operation.channel === 'fs' && operation.effect === 'read'))) return true;
  return effect.uses.length === 0 && effect.latency !== 'none' && wordsOf(calledName(facts, calleeOf(work)) ?? '').some((word) => outwardVerbs.has(word));
}

/** `const { key } = await upload(file); await save({ key })`. */
function feeds(facts: Facts, work: CallLike, call: CallLike): boolean {
  for (let at: ts.Node = work; at.parent && !ts.isStatement(at); at = at.parent) {
    if (ts.isVariableDeclaration(at.parent)) {
      const names = declaredNames(at.parent);
      return argumentsOf(call).some((each) => facts.dependsOn(each, names));
    }
  }
  return false;
}

/** Operations from which a helper is a piece of business rather than a look-up: nobody batches a dozen of them for one query. */
const MANY_OPERATIONS = 5;
/** As many, when they also write and concern more than one table. */
const SEVERAL_OPERATIONS = 3;

/** A helper that does many things, or writes to more than one place, is a unit of work of which its query is only a part. */
function isPieceOfBusiness(facts: Facts, call: CallLike, reached: Reached): boolean {
  const all = facts.reachedBy(call).map((each) => each.use);
  const { operation } = reached.use;
  if (all.every((each) => each.operation.effect === 'read')) return false;
  if (all.length >= MANY_OPERATIONS) return true;
  if (all.length >= SEVERAL_OPERATIONS && new Set(all.map((each) => each.entity ?? '')).size > 1) return true;
  return operation.effect !== 'read' && all.some((each) => each.operation.channel !== operation.channel && each.operation.channel !== 'timer');
}

// — statements that cannot be joined —

/** Values that differ from row to row, where the batch form gives every row the same; rows that bring along rows of other tables. */
function ownValues(facts: Facts, reached: Reached, steps: readonly Step[], loop: Loop): readonly Doubt[] {
  const { use } = reached;
  const { sameValues, plainRows } = use.operation;
  if (steps.length < reached.path.length) return [];
  if (sameValues && valuesOf(facts, use.call, sameValues, loop).some((each) => isOfElement(facts, each, steps, steps.length - 1, loop))) {
    // Within a transaction there is no way left to send them together.
    if (sameValues.receiver) return [inferred('each row gets values of its own, which one statement takes only along with the rest of the row')];
    return [(use.connection === undefined ? inferred : doubtful)('each row gets values of its own, for which the library has no batch form')];
  }
  return plainRows && argumentsOf(use.call).some((each) => namesProperty(each, plainRows)) ? [inferred('rows of other tables are written along with each row, which the batch form does not take')] : [];
}

function valuesOf(facts: Facts, call: CallLike, { argument, properties, chain, receiver }: NonNullable<Operation['sameValues']>, loop: Loop): readonly ts.Expression[] {
  if (receiver) return assignedValues(facts, call, loop);
  if (chain) return facts.chainOf(call).links.filter((link) => chain.includes(link.name)).flatMap((link) => argumentsOf(link.call));
  const given = argument === undefined ? undefined : argumentsOf(call)[argument];
  if (!given) return [];
  const object = unwrap(given);
  if (!properties || !ts.isObjectLiteralExpression(object)) return [object];
  return properties.flatMap((name) => propertyOf(object, name) ?? []);
}

/** Whether a value in one step's code comes from the element, through the arguments of the calls before it. */
function isOfElement(facts: Facts, value: ts.Node, steps: readonly Step[], index: number, loop: Loop): boolean {
  const step = steps[index];
  const before = steps[index - 1];
  if (!step) return false;
  if (!step.owner || !before) return facts.dependsOn(value, loop.elements);
  return step.owner.parameters.some((parameter, place) => {
    const given = argumentsOf(before.call)[place];
    if (!given) return false;
    const object = unwrap(given);
    return declaredNames(parameter).some((name) => {
      if (!facts.dependsOn(value, [name])) return false;
      const key = ts.isBindingElement(name) ? (name.propertyName ?? name.name).getText() : undefined;
      const part = key !== undefined && ts.isObjectLiteralExpression(object) ? propertyOf(object, key) : undefined;
      return isOfElement(facts, part ?? given, steps, index - 1, loop);
    });
  });
}

function namesProperty(root: ts.Node, names: readonly string[]): boolean {
  let found = false;
  walk(root, (node) => {
    // The options' own `create` of an upsert stands at the top; what is written along stands within the values.
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && names.includes(node.name.text) && ts.isObjectLiteralExpression(unwrap(node.initializer))) found = true;
    return !found && !isFunctionNode(node);
  });
  return found;
}

/** The newest five of each: one query for all has one limit for all. */
function ownLimit(facts: Facts, { use }: Reached): readonly Doubt[] {
  if (use.operation.rows !== 'many' || use.operation.effect !== 'read' || boundedness(facts, use) !== 'bounded') return [];
  return [inferred('each element has a limit of its own, which one query for all does not give')];
}

// — rows that are more than what is stored of them —

/** A file that is removed with its row, an event that is published for it. */
function ownHook(facts: Facts, { use }: Reached): readonly Doubt[] {
  const hook = rowHookOf(facts, use);
  return hook ? [inferred('the model does this for each row it writes, which the batch form leaves out', hook)] : [];
}

// — what the code around says —

function remark({ call }: Step, loop: Loop): readonly Doubt[] {
  if (loop.concurrent) return [];
  const said = orderRemark(loop.header.file, loop.header.start, call.end);
  return said === undefined ? [] : [inferred('a comment says that one at a time is meant')];
}

/** `Array.isArray(ids) ? ids : [ids]`: often there is just the one. */
function oneOrMany(facts: Facts, loop: Loop): readonly Doubt[] {
  const collection = loop.collection ? unwrap(loop.collection) : undefined;
  const declaration = collection && ts.isIdentifier(collection) ? facts.declarationOf(collection) : undefined;
  const sources = [collection, ...(declaration ? facts.referencesOf(declaration).map((each) => (ts.isBinaryExpression(each.parent) && each.parent.left === each ? each.parent.right : undefined)) : []), declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined];
  return sources.some((each) => each !== undefined && wrapsOne(unwrap(each))) ? [inferred('a single value is taken as well as a list')] : [];
}

function wrapsOne(node: ts.Expression): boolean {
  if (!ts.isConditionalExpression(node)) return false;
  const test = unwrap(node.condition);
  if (!ts.isCallExpression(test) || plainText(test.expression) !== 'Array.isArray') return false;
  const single = unwrap(node.whenFalse);
  return ts.isArrayLiteralExpression(single) && single.elements.length === 1;
}
