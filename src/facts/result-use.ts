import { ts } from 'ts-morph';
import { awaitOf, enclosingFunction, nameOfAccess, plainText, unwrap, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { countedAnswer, type CountedAnswer } from './counted-answer.js';
import type { Facts } from './facts.js';
import { rowWorkOf, type RowWork } from './row-work.js';

/**
 * What becomes of the rows of a query. length: only their number is asked · some: only whether there are any or one that fits ·
 * first: only the first is taken · ids: only one field of each is taken · folded, narrowed, one-by-one, fields: see `RowWork` ·
 * rows: anything else.
 */
export interface ResultUse {
  readonly kind: 'length' | 'some' | 'first' | 'ids' | RowWork | 'rows';
  /** The uses that show it, in the order of the text. */
  readonly uses: readonly ts.Node[];
  /** The variable the rows are held in. */
  readonly held: ts.VariableDeclaration | undefined;
  /** The answer, where it is no list of rows and only their number is asked. */
  readonly answer?: CountedAnswer;
}

export function resultUse(facts: Facts, call: CallLike): ResultUse {
  return facts.memo('result-use', call, () => findResultUse(facts, call), { kind: 'rows', uses: [], held: undefined });
}

function findResultUse(facts: Facts, call: CallLike): ResultUse {
  const answer = facts.operationOf(call)?.operation.answer;
  const counted = answer && countedAnswer(facts, call, answer);
  if (counted) return { kind: 'length', uses: counted.numbers.map((each) => each.node), held: undefined, answer: counted };
  const value = wrapped(awaitOf(call) ?? call);
  const parent = value.parent;
  const direct = useOf(value) ?? rowWorkOf(facts, value);
  if (direct) return { kind: direct, uses: [parent], held: undefined };
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
    if (ts.isArrayBindingPattern(parent.name)) {
      const { elements } = parent.name;
      const one = elements.length === 1 && elements[0] && ts.isBindingElement(elements[0]) && !elements[0].dotDotDotToken;
      return { kind: one ? 'first' : 'rows', uses: [parent.name], held: undefined };
    }
    return heldUse(facts, parent);
  }
  const element = positionIn(value);
  return element ? heldUse(facts, element) : { kind: 'rows', uses: [], held: undefined };
}

/** `const [users, posts] = await Promise.all([query, query])`: the name at the query's place. */
export function positionIn(value: ts.Node): Declaration | undefined {
  const array = value.parent;
  const call = wrapped(array).parent;
  if (!ts.isArrayLiteralExpression(array) || !ts.isCallExpression(call)) return undefined;
  const outer = wrapped(awaitOf(call) ?? call).parent;
  if (!ts.isVariableDeclaration(outer) || !ts.isArrayBindingPattern(outer.name)) return undefined;
  const element = outer.name.elements[array.elements.indexOf(value as ts.Expression)];
  return element && ts.isBindingElement(element) && ts.isIdentifier(element.name) ? element : undefined;
}

function heldUse(facts: Facts, declaration: Declaration): ResultUse {
  const held = ts.isVariableDeclaration(declaration) ? declaration : undefined;
  const rows: ResultUse = { kind: 'rows', uses: [], held };
  if (!declaration.name || !ts.isIdentifier(declaration.name) || facts.isReassigned(declaration)) return rows;
  const references = facts.referencesOf(declaration);
  const kinds = references.map((each) => (isWithinSome(each, declaration) ? undefined : useOf(wrapped(each)) ?? rowWorkOf(facts, wrapped(each))));
  const known = kinds.flatMap((each) => each ?? []);
  const kind = known.length === kinds.length ? togetherOf(known) : undefined;
  return kind ? { kind, uses: references.map((each) => wrapped(each).parent), held } : rows;
}

/** What several uses come to; `undefined` when they have no way out in common. */
function togetherOf(kinds: readonly ResultUse['kind'][]): ResultUse['kind'] | undefined {
  const only = (...allowed: readonly ResultUse['kind'][]): boolean => kinds.every((each) => allowed.includes(each));
  const [first] = kinds;
  if (first !== undefined && first !== 'narrowed' && only(first)) return first;
  if (only('length', 'some')) return 'some';
  // Parts of the rows may make up the whole again.
  if (only('length', 'narrowed')) return kinds.filter((each) => each === 'narrowed').length === 1 ? 'narrowed' : undefined;
  if (only('length', 'one-by-one')) return 'one-by-one';
  if (only('length', 'some', 'folded')) return 'folded';
  if (only('length', 'some', 'ids') && kinds.includes('ids')) return 'ids';
  return only('length', 'ids', 'fields') ? 'fields' : undefined;
}

/** Used inside a callback that runs for each of something else: rows looked up, not counted once. */
function isWithinSome(reference: ts.Node, declaration: Declaration): boolean {
  return enclosingFunction(reference) !== enclosingFunction(declaration);
}

/**
 * A cursor that is read row by row, or on which another call reads: `for await (const row of cursor)`,
 * `cursor.map(f).toArray()`.
 */
export function isReadElsewhere(facts: Facts, call: CallLike): boolean {
  const value = wrapped(awaitOf(call) ?? call);
  const { parent } = value;
  if (value === wrapped(call) && ts.isForOfStatement(parent) && parent.expression === value) return parent.awaitModifier !== undefined;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== value || !ts.isIdentifier(parent.name)) return false;
  const references = facts.referencesOf(parent).map((each) => wrapped(each));
  return references.length > 0 && references.every((each) => isStreamed(each, value !== wrapped(call)) || isContinued(facts, each));
}

function isStreamed(value: ts.Node, awaited: boolean): boolean {
  const { parent } = value;
  if (ts.isForOfStatement(parent)) return parent.awaitModifier !== undefined && parent.expression === value;
  // Rows that were waited for are a list; a cursor waits for each of its own.
  if (awaited && ts.isPropertyAccessExpression(parent) && parent.name.text === 'forEach' && !awaitOf(parent.parent)) return false;
  return ts.isPropertyAccessExpression(parent) && parent.expression === value && /^(?:next|tryNext|hasNext|stream|close|forEach|eachAsync)$/.test(parent.name.text);
}

function isContinued(facts: Facts, value: ts.Node): boolean {
  for (let at = value; ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at && ts.isCallExpression(at.parent.parent) && at.parent.parent.expression === at.parent; ) {
    at = at.parent.parent;
    // An array in memory is read as well, but brings no rows of its own.
    const operation = facts.operationOf(at as ts.CallExpression)?.operation;
    if (operation?.effect === 'read' && operation.rows !== 'none') return true;
  }
  return false;
}

function useOf(value: ts.Node): ResultUse['kind'] | undefined {
  const access = value.parent;
  if (ts.isElementAccessExpression(access) && access.expression === value) return plainText(unwrap(access.argumentExpression)) === '0' ? 'first' : undefined;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== value) return undefined;
  if (access.name.text === 'length') return 'length';
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return undefined;
  if (access.name.text === 'some' || access.name.text === 'every') return 'some';
  if (access.name.text === 'at' && call.arguments[0]?.getText() === '0') return 'first';
  if (access.name.text === 'map' && call.arguments[0] && takesOneKey(call.arguments[0])) return 'ids';
  return undefined;
}

/** `(row) => row.id`, `({ id }) => id`. */
function takesOneKey(callback: ts.Expression): boolean {
  const fn = unwrap(callback);
  if (!ts.isArrowFunction(fn) || ts.isBlock(fn.body)) return false;
  const body = unwrap(fn.body);
  const name = nameOfAccess(body) ?? '';
  return (ts.isPropertyAccessExpression(body) || ts.isIdentifier(body)) && /(?:^_?id|Id|_id|[uU]uid|^key|^email)$/.test(name);
}
