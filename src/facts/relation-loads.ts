import { ts } from 'ts-morph';
import type { RelationLoad } from '../knowledge/library.js';
import { argumentsOf, enclosingFunction, isWithin, nameOfAccess, propertyOf, receiverOf, unwrap, walk, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { Loop } from './loops.js';
import type { OperationUse } from './operations.js';
import { rowsSourceOf, type RowsSource } from './rows-source.js';

/** A call that fills relations of one row, taken apart. */
export interface LoadOfRow {
  readonly load: RelationLoad;
  readonly call: ts.CallExpression;
  readonly row: ts.Expression;
  /** Names of the relations: paths such as `books.reviews`; `undefined` where they are not written out. */
  readonly relations: readonly string[] | undefined;
}

/** `undefined` for a call that fills none, or whose row is not to be seen. */
export function loadOfRow(facts: Facts, { call, operation: { loads } }: OperationUse): LoadOfRow | undefined {
  if (!loads || !ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const receiver = receiverOf(callee);
  const on = receiver && unwrap(receiver);
  const row = typeof loads.row === 'number' ? call.arguments[loads.row] : loads.row === 'receiver' ? on : on && rowBehind(on, loads.row);
  const named = loads.relations === undefined ? undefined : call.arguments[loads.relations];
  const filled = loads.relations !== undefined ? undefined : loads.row === 'holder' ? on : loads.row === 'wrapped' ? row : undefined;
  const property = filled && ts.isPropertyAccessExpression(unwrap(filled)) ? nameOfAccess(unwrap(filled)) : undefined;
  return row && { load: loads, call, row, relations: property === undefined ? named && textsOf(named) : [property] };
}

function rowBehind(receiver: ts.Expression, place: 'holder' | 'wrapped'): ts.Expression | undefined {
  if (place === 'wrapped') return ts.isCallExpression(receiver) && receiver.arguments.length === 1 ? receiver.arguments[0] : undefined;
  return ts.isPropertyAccessExpression(receiver) ? unwrap(receiver.expression) : undefined;
}

/** `'books'`, `['books', 'books.reviews']`. */
function textsOf(node: ts.Expression): readonly string[] | undefined {
  const inner = unwrap(node);
  if (ts.isStringLiteralLike(inner)) return [inner.text];
  if (!ts.isArrayLiteralExpression(inner)) return undefined;
  const texts = inner.elements.map((each) => (ts.isStringLiteralLike(each) ? each.text : undefined));
  return texts.every((each) => each !== undefined) ? texts : undefined;
}

/**
 * Whether a load asks for nothing, since the rows of the loop have the relation already: their query brought it along, it was
 * loaded for all of them before the loop, or their type says so. `unknown` where rows come from somewhere else.
 * @param call what stands in the loop: the load, or a helper that does it
 */
export function isLoadedBefore(facts: Facts, use: OperationUse, call: CallLike, loop: Loop): 'yes' | 'no' | 'unknown' {
  const found = loadOfRow(facts, use);
  // With options it may be asked for again, or for a part of it.
  if (!found || !(found.load.once || [found.call, call].some((each) => isAskedFirst(found.load, each, loop))) || !loop.collection || found.call.arguments.length > (found.load.relations ?? -1) + 1) return 'no';
  const source = rowsSourceOf(facts, loop.collection);
  if (broughtBy(facts, source, found.relations) || loadedFor(facts, source, found, loop) || typedAsLoaded(source, found.relations)) return 'yes';
  return source.query ? 'no' : 'unknown';
}

/** `if (!author.books.isInitialized()) await author.books.init()` */
function isAskedFirst(load: RelationLoad, call: CallLike, loop: Loop): boolean {
  if (load.told === undefined) return false;
  for (let at: ts.Node = call; at !== loop.body && at.parent; at = at.parent) {
    if (ts.isIfStatement(at.parent) && at !== at.parent.expression && calls(at.parent.expression, load.told)) return true;
  }
  return false;
}

/** Of whatever: the same thing may go by another name. */
function calls(root: ts.Node, member: string): boolean {
  let found = false;
  walk(root, (node) => {
    if (ts.isCallExpression(node) && nameOfAccess(unwrap(node.expression)) === member) found = true;
    return !found;
  });
  return found;
}

/** What is not written out may name them all. */
function covers(given: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean {
  if (!given) return true;
  return wanted !== undefined && wanted.every((path) => given.some((each) => each === '*' || each === path || each.startsWith(`${path}.`)));
}

function broughtBy(facts: Facts, { query }: RowsSource, wanted: readonly string[] | undefined): boolean {
  const use = query && facts.operationOf(query);
  return (use?.operation.brings ?? []).some((option) => argumentsOf(use?.call as CallLike).some((each) => {
    const object = unwrap(each);
    const given = ts.isObjectLiteralExpression(object) ? propertyOf(object, option) : undefined;
    return given !== undefined && covers(textsOf(given), wanted);
  }));
}

/** `await em.populate(authors, ['books'])` before the loop. */
function loadedFor(facts: Facts, { names }: RowsSource, found: LoadOfRow, loop: Loop): boolean {
  const owner = enclosingFunction(loop.node) ?? loop.node.getSourceFile();
  let loaded = false;
  walk(owner, (node) => {
    if (loaded || node === loop.node || node.pos > loop.node.pos) return false;
    if (!ts.isCallExpression(node) || isWithin(loop.node, node)) return true;
    const use = facts.operationOf(node);
    const place = use?.operation.loads?.row;
    const rows = typeof place === 'number' ? node.arguments[place] : undefined;
    const earlier = rows && use ? loadOfRow(facts, use) : undefined;
    if (rows && earlier && names.some((name) => facts.referencesOf(name).some((each) => isWithin(each, rows))) && covers(earlier.relations, found.relations)) loaded = true;
    return true;
  });
  return loaded;
}

/** `authors: Loaded<Author, 'books'>[]` */
function typedAsLoaded({ names }: RowsSource, wanted: readonly string[] | undefined): boolean {
  return names.some((name) => {
    const type = ts.isVariableDeclaration(name) || ts.isParameter(name) ? name.type?.getText() : undefined;
    return type !== undefined && /\bLoaded</.test(type) && (wanted ?? []).every((path) => new RegExp(`['"\`]${path.replaceAll('.', '\\.')}\\b`).test(type));
  });
}
