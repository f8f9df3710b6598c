import { ts } from 'ts-morph';
import type { Channel, Operation } from '../knowledge/library.js';
import { argumentsOf, calleeName, calleeOf, enclosingFunction, isCallLike, isFunctionNode, isWithin, mentionsName, unwrap, walk, walkOwn, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { collectionBound } from './collection-bound.js';
import { doubtful, inferred as inferredLink, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { isBuilder } from './chains.js';
import { resolverOf } from './field-resolvers.js';
import { seeksFirstHit } from './first-hit.js';
import { callbackRun, declaredNames, type Loop } from './loops.js';
import { hardlyNoticed, isOfWrittenSize } from './little-to-win.js';
import { endsLoop, hasOwnTarget } from './lone-rounds.js';
import { receiverValue } from './operations.js';
import { isLoadedBefore } from './relation-loads.js';
import { reasonsToLeave } from './reasons-to-leave.js';
import { operationInputs, type Reached } from './summaries.js';
import { isRowType } from './value.js';

/** What makes the operation repeat, reduced to what messages and evidence need. */
export interface Repetition {
  readonly header: { readonly file: ts.SourceFile; readonly start: number; readonly end: number };
  readonly label: string;
  readonly loop: Loop | undefined;
  readonly concurrent: boolean;
}

/** An operation that is performed once per element, and why that could be shown. */
export interface RepeatedOperation {
  /** The call in the loop's body that goes out: the operation, or the helper that hides it. */
  readonly call: CallLike;
  readonly reached: Reached;
  readonly repetition: Repetition;
  /** element: it asks for something else in every round · invariant: for the same thing again and again. */
  readonly relation: 'element' | 'invariant';
  /** What was not proven; empty where every link was. */
  readonly doubts: readonly Doubt[];
}

/** Methods that run the text they are given and whose table says what comes back, not that it is SQL. */
const TAKES_SQL = /^\$?(?:exec|run|execute\w*|query\w*|raw)$/i;
const DEFINITION = /^\s*(?:create|alter|drop|truncate|vacuum|analyze|set|lock|grant|begin|commit|rollback|savepoint|pragma)\b/i;

/** The repeated operation that a call stands for, or `undefined` when it does not repeat, or when repeating it is right. */
export function findRepeatedOperation(facts: Facts, call: CallLike, channels: ReadonlySet<Channel>): RepeatedOperation | undefined {
  const byName = callbackByName(facts, call, channels);
  if (byName) return byName;
  // A function called where it is written is no helper: what it calls is asked by itself.
  if (isFunctionNode(unwrap(calleeOf(call)))) return undefined;
  const reached = facts.reachedBy(call).filter((each) => channels.has(each.use.operation.channel));
  if (reached.length === 0) return undefined;
  const loops = facts.loopsAround(call);
  const loop = loops.find((each) => each.purpose.kind === 'element');
  if (loop) return reached.map((each) => inLoop(facts, call, each, loop, loops)).find((each) => each !== undefined);
  return loops.length === 0 ? reached.map((each) => inResolver(facts, call, each)).find((each) => each !== undefined) : undefined;
}

function inLoop(facts: Facts, call: CallLike, reached: Reached, loop: Loop, loops: readonly Loop[]): RepeatedOperation | undefined {
  if (isExempt(facts, call, reached, loop) || isOfWrittenSize(facts, loop)) return undefined;
  const inner = loops.slice(0, loops.indexOf(loop));
  // A page loop inside: the pages of one element still belong to it.
  const relation = relationOf(facts, call, reached, loop);
  if (!relation) return undefined;
  if (relation.kind === 'invariant' && inner.length > 0) return undefined;
  const inferred = [...relation.inferred];
  const load = reached.use.operation.loads;
  const loaded = load ? isLoadedBefore(facts, reached.use, call, loop) : 'no';
  if (loaded === 'yes') return undefined;
  if (loaded === 'unknown') inferred.push('where the rows come from, and whether they have it already, is not to be seen');
  if (load?.gathered !== undefined && loop.concurrent) inferred.push(load.gathered);
  if (reached.use.proof === 'shape') inferred.push('the receiver is known by its name only');
  if (reached.path.length > 1 && reached.conditional) inferred.push('the helper does not reach the query on every path');
  if (reached.use.operation.acceptsMany && rowsGiven(facts, reached.use.call) === 'unknown') inferred.push('the call is given one row, not a list');
  if (reached.use.operation.autoBatched && loop.concurrent && reached.use.operation.channel === 'cache') inferred.push('commands of one tick may share a round trip');
  const bound = loop.collection ? collectionBound(facts, loop.collection) : undefined;
  const small = bound !== undefined && bound <= FEW;
  const doubts: Doubt[] = inferred.map((text, index) => (index < MOST_INFERRED ? inferredLink(text) : doubtful(text)));
  if (relation.kind === 'element') doubts.push(...reasonsToLeave(facts, call, reached, loop, loops));
  if (small) doubts.push(doubtful(`the loop has at most ${bound} rounds`));
  if (reached.use.operation.synchronous) doubts.push(doubtful('the database runs in the process, so that a query costs little'));
  if (relation.kind === 'element' && doubts.length === 0) doubts.push(...hardlyNoticed(facts, call, reached, loop));
  return { call, reached, relation: relation.kind, doubts, repetition: { header: loop.header, label: loop.label, loop, concurrent: loop.concurrent } };
}

/** A chain with more inferred links than this is a guess. */
const MOST_INFERRED = 2;

/** Fewer rounds than this cost less than explaining them; runtime detectors use 5 as well (Sentry, nplusone). */
const FEW = 5;

function relationOf(facts: Facts, call: CallLike, reached: Reached, loop: Loop): { kind: 'element' | 'invariant'; inferred: readonly string[] } | undefined {
  const inputs = inputsOf(facts, call, reached);
  const { counter } = loop;
  if (counter !== undefined && inputs.arguments.some((each) => mentionsName(each, counter))) return { kind: 'element', inferred: [] };
  if (inputs.arguments.some((each) => facts.dependsOn(each, loop.elements))) return { kind: 'element', inferred: [] };
  if (facts.dependsOn(inputs.root, loop.elements)) return isRow(facts, call) || reached.path.length > 1 ? { kind: 'element', inferred: reached.path.length > 1 ? ['what differs per element is the object the helper belongs to'] : [] } : undefined;
  const within = namesDeclaredIn(loop.body, call);
  const changing = [...inputs.arguments, inputs.root].some((each) => facts.dependsOn(each, within) || readsChanging(facts, each, loop));
  if (changing) return { kind: 'element', inferred: ['what differs per element comes from another call of the same round'] };
  if (reached.use.operation.effect !== 'read') return { kind: 'element', inferred: ['what differs from round to round is not visible in its arguments'] };
  if (writesBetween(facts, loop, reached)) return undefined;
  return { kind: 'invariant', inferred: ['whether the result changes between rounds is not known'] };
}

function inputsOf(facts: Facts, call: CallLike, reached: Reached): { readonly arguments: readonly ts.Node[]; readonly root: ts.Expression } {
  const root = receiverRoot(call);
  if (reached.fedBy === undefined) {
    const all = operationInputs(facts, call);
    return { arguments: all.slice(0, -1), root };
  }
  // A helper that takes the element but does not pass it on to the query still runs it once per element, only for nothing new.
  return { arguments: argumentsOf(call).filter((_, index) => reached.fedBy?.has(index)), root };
}

function receiverRoot(call: CallLike): ts.Expression {
  let at = unwrap(calleeOf(call));
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at)) {
    if (ts.isElementAccessExpression(at) && !ts.isIdentifier(unwrap(at.expression))) break;
    at = unwrap(at.expression);
  }
  return at;
}

/** A row that saves itself: its type is what constructing one of the user's model classes gives. Or what a row holds and loads by itself. */
function isRow(facts: Facts, call: CallLike): boolean {
  const root = facts.valueOf(receiverRoot(call));
  const place = facts.operationOf(call)?.operation.loads?.row;
  if (place === 'holder' || place === 'wrapped') return true;
  return [receiverValue(facts, call), root?.kind === 'api' ? root : undefined].some(
    (value) => value !== undefined && isRowType(value.library, value.type),
  );
}

/** Names a round introduces: its locals, and the parameters of callbacks within it that the call stands in. */
function namesDeclaredIn(body: ts.Node, call: ts.Node): readonly Declaration[] {
  const names: Declaration[] = [];
  for (let owner = enclosingFunction(call); owner && owner !== body && isWithin(owner, body); owner = enclosingFunction(owner)) names.push(...owner.parameters.flatMap(declaredNames));
  walkOwn(body, (node) => {
    if (ts.isVariableDeclaration(node)) names.push(...declaredNames(node));
  });
  return names;
}

/** Names from outside that the body assigns: a counter, a cursor. */
function readsChanging(facts: Facts, node: ts.Node, loop: Loop): boolean {
  let changing = false;
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) {
      const declaration = facts.declarationOf(each);
      if (declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration)) && !isWithin(declaration, loop.node) && facts.referencesOf(declaration).some((reference) => isWithin(reference, loop.body) && isAssigned(reference))) changing = true;
    }
    if (!changing) ts.forEachChild(each, visit);
  };
  visit(node);
  return changing;
}

function isAssigned(reference: ts.Identifier): boolean {
  const parent = reference.parent;
  if (ts.isBinaryExpression(parent)) return parent.left === reference && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent);
}

/** A write to the same entity in the loop: the next round may read something else. */
function writesBetween(facts: Facts, loop: Loop, reached: Reached): boolean {
  let writes = false;
  walk(loop.body, (node) => {
    if (writes || !(ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))) return;
    if (facts.reachedBy(node).some((each) => each.use.operation.effect !== 'read' && (each.use.entity === undefined || each.use.entity === reached.use.entity))) writes = true;
  });
  return writes;
}

/** Repeating it is right, or is no repetition of round trips. */
function isExempt(facts: Facts, call: CallLike, reached: Reached, loop: Loop): boolean {
  const { operation } = reached.use;
  // The elements are gathered into one batch; a batch per element is still one per element.
  if (reached.use.batch && isWithin(loop.node, reached.use.batch)) return true;
  if (operation.acceptsMany && rowsGiven(facts, reached.use.call) === 'many') return true;
  if (isCoalesced(operation) && loop.concurrent && isFirstWait(reached, loop)) return true;
  if (asksForMany(facts, call, reached)) return true;
  if ((operation.rows === 'sql' || TAKES_SQL.test(reached.use.method)) && isStatementOfElement(facts, reached.use.call, loop)) return true;
  if (operation.definition || definesTables(facts, reached.use.call)) return true;
  if ((operation.rows === 'sql' || TAKES_SQL.test(reached.use.method)) && DEFINITION.test(statementText(facts, reached.use.call))) return true;
  if (endsLoop(call, loop) || hasOwnTarget(facts, reached, loop)) return true;
  return !loop.concurrent && seeksFirstHit(facts, call, loop);
}

/** `const sql = knex.schema.alterTable(…).toQuery(); await run(sql)`: a definition that is sent by other means. */
function definesTables(facts: Facts, call: CallLike): boolean {
  const first = ts.isTaggedTemplateExpression(call) ? undefined : argumentsOf(call)[0];
  const made = first ? literalOf(facts, unwrap(first)) : undefined;
  if (!made || !isCallLike(made)) return false;
  return facts.chainOf(made).links.some((link) => {
    const value = facts.valueOf(calleeOf(link.call));
    return value?.kind === 'member' && value.member.operation?.definition === true;
  });
}

/** How libraries write "one of a list": the name of an option, an operator or a call. */
const LIST_FILTERS: ReadonlySet<string> = new Set(['in', '$in', 'hasSome', 'In', 'inArray', 'whereIn', 'orWhereIn', 'andWhereIn', 'findByIds', 'any', 'any_']);

/** The statement is already for a list: one per group or per slice, not one per row. A list written in the code is no such list. */
function asksForMany(facts: Facts, call: CallLike, reached: Reached): boolean {
  const own = reached.fedBy === undefined ? facts.chainOf(call).links.map((link) => link.call) : [];
  return own.some((link) => {
    const named = LIST_FILTERS.has(calleeNameOf(link)) && argumentsOf(link).some((each) => isList(facts, each));
    const operator = argumentsOf(link).some((each) => ts.isStringLiteralLike(each) && /^(?:in|= any)$/i.test(each.text)) && argumentsOf(link).some((each) => isList(facts, each));
    let nested = false;
    for (const argument of argumentsOf(link)) {
      walk(argument, (node) => {
        if (ts.isPropertyAssignment(node) && LIST_FILTERS.has(propertyText(node.name)) && isList(facts, node.initializer)) nested = true;
        if (ts.isCallExpression(node) && LIST_FILTERS.has(calleeNameOf(node)) && node.arguments.some((each) => isList(facts, each))) nested = true;
        return !nested;
      });
    }
    return named || operator || nested;
  });
}

function isList(facts: Facts, node: ts.Expression): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some(ts.isSpreadElement);
  // A query within the query is no list that was gathered.
  return !ts.isStringLiteralLike(inner) && !ts.isObjectLiteralExpression(inner) && !isBuilder(facts, inner);
}

function calleeNameOf(call: CallLike): string {
  return calleeName(call) ?? '';
}

function propertyText(name: ts.PropertyName): string {
  const inner = ts.isComputedPropertyName(name) ? unwrap(name.expression) : name;
  return ts.isPropertyAccessExpression(inner) ? inner.name.text : ts.isIdentifier(inner) || ts.isStringLiteralLike(inner) ? inner.text : '';
}

/** `for (const sql of statements) await run(sql)`: each round is another statement, and nothing is asked twice. */
function isStatementOfElement(facts: Facts, call: CallLike, loop: Loop): boolean {
  const statement = ts.isTaggedTemplateExpression(call) ? undefined : argumentsOf(call)[0];
  let inner = statement ? unwrap(statement) : undefined;
  // The element itself or a part of it; text that is put together with a value of the element asks the same of each.
  while (inner && ts.isPropertyAccessExpression(inner)) inner = unwrap(inner.expression);
  const declaration = inner && ts.isIdentifier(inner) ? facts.declarationOf(inner) : undefined;
  return declaration !== undefined && loop.elements.includes(declaration);
}

/** What a call that takes one row or a list of rows is given: `insert(row)`, `insert(rows)`. */
function rowsGiven(facts: Facts, call: CallLike): 'one' | 'many' | 'unknown' {
  for (const argument of facts.chainOf(call).links.flatMap((link) => argumentsOf(link.call))) {
    const given = literalOf(facts, unwrap(argument));
    if (ts.isObjectLiteralExpression(given)) return given.properties.some((each) => ts.isPropertyAssignment(each) && isListMade(facts, literalOf(facts, unwrap(each.initializer)))) ? 'many' : 'one';
    if (ts.isArrayLiteralExpression(given)) return given.elements.length === 1 && !given.elements.some(ts.isSpreadElement) ? 'one' : 'many';
    if (isListMade(facts, given)) return 'many';
  }
  return 'unknown';
}

function isListMade(facts: Facts, node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length !== 1 || node.elements.some(ts.isSpreadElement);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && MAKES_LIST.has(node.expression.name.text)) return true;
  return facts.valueOf(node)?.kind === 'array';
}

const MAKES_LIST: ReadonlySet<string> = new Set(['map', 'flatMap', 'filter', 'slice', 'splice', 'concat']);

/** The literal a name was declared with, where it has one. */
function literalOf(facts: Facts, node: ts.Expression): ts.Expression {
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : node;
}

/** Coalescing works within one tick: nothing may be awaited before, neither in the callback nor in the helpers. */
function isFirstWait(reached: Reached, loop: Loop): boolean {
  return reached.path.every((call, index) => isFirstWaitIn(call, index === 0 ? loop.body : enclosingFunction(call)?.body));
}

function isFirstWaitIn(call: CallLike, body: ts.Node | undefined): boolean {
  let before = false;
  if (body) {
    walkOwn(body, (node) => {
      if (ts.isAwaitExpression(node) && node.end < call.getStart()) before = true;
    });
  }
  return !before;
}

/** Calls of one tick are sent as one query: other than a cache's, whose commands only share a round trip. */
function isCoalesced(operation: Operation): boolean {
  return operation.autoBatched === true && operation.channel !== 'cache';
}

function statementText(facts: Facts, call: CallLike): string {
  if (ts.isTaggedTemplateExpression(call)) return call.template.getText().slice(1);
  const first = argumentsOf(call)[0];
  const text = first ? unwrap(first) : undefined;
  if (!text) return '';
  if (ts.isStringLiteralLike(text)) return text.text;
  if (ts.isTemplateExpression(text)) return text.head.text;
  if (ts.isTaggedTemplateExpression(text)) return text.template.getText().slice(1);
  const declaration = ts.isIdentifier(text) ? facts.declarationOf(text) : undefined;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initializer && (ts.isStringLiteralLike(initializer) || ts.isTemplateExpression(initializer)) ? initializer.getText().slice(1) : '';
}

/** `ids.map(loadOne)`: the callback is a function of the project given by name. */
function callbackByName(facts: Facts, call: CallLike, channels: ReadonlySet<Channel>): RepeatedOperation | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  for (const argument of call.arguments) {
    const inner = unwrap(argument);
    if (!(ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner))) continue;
    const iteration = facts.perElementArgument(call, argument);
    const target = iteration ? facts.valueOf(inner) : undefined;
    if (!iteration || target?.kind !== 'function') continue;
    const found = facts.summaryOf(target.node).reached.find((each) => channels.has(each.use.operation.channel) && each.parameters.has(iteration.element) && !(each.use.operation.acceptsMany ?? false));
    if (!found || (isCoalesced(found.use.operation) && iteration.concurrent && found.path.every((each) => isFirstWaitIn(each, enclosingFunction(each)?.body)))) continue;
    const inferred = [...(found.use.proof === 'shape' ? ['the receiver is known by its name only'] : []), ...(found.conditional ? ['the helper does not reach the query on every path'] : [])];
    const file = call.getSourceFile();
    const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
    const reached: Reached = { use: found.use, path: [call, ...found.path], fedBy: found.parameters, loops: found.loops, conditional: found.conditional };
    return {
      call, reached, relation: 'element', doubts: inferred.map((text) => inferredLink(text)),
      repetition: { header: { file, start: name.getStart(file), end: name.end }, label: name.getText(file), loop: undefined, concurrent: iteration.concurrent },
    };
  }
  return undefined;
}

function inResolver(facts: Facts, call: CallLike, reached: Reached): RepeatedOperation | undefined {
  const resolver = resolverOf(facts, call);
  // All resolvers of a list run in one tick.
  if (isCoalesced(reached.use.operation) && reached.path.every((each, index) => isFirstWaitIn(each, index === 0 ? resolver?.node.body : enclosingFunction(each)?.body))) return undefined;
  if (!resolver || reached.use.operation.effect === 'write' || reached.use.operation.acceptsMany) return undefined;
  const owner = enclosingFunction(call);
  if (!owner || (owner !== resolver.node && callbackRun(facts, owner)?.kind !== 'once')) return undefined;
  const inputs = inputsOf(facts, call, reached);
  const names = declaredNames(resolver.parent);
  if (![...inputs.arguments, inputs.root].some((each) => facts.dependsOn(each, names))) return undefined;
  const file = call.getSourceFile();
  return {
    call, reached, relation: 'element', doubts: [inferredLink('how many objects a request asks for is not known')],
    repetition: { header: { file, start: resolver.parent.getStart(file), end: resolver.parent.end }, label: `field resolver \`${resolver.field}\``, loop: undefined, concurrent: true },
  };
}
