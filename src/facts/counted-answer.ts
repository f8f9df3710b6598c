import { ts } from 'ts-morph';
import type { Answer } from '../knowledge/library.js';
import { awaitOf, enclosingFunction, unwrap, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/**
 * How the number of the rows is asked. number: `data.length`, `(data ?? []).length`, `snapshot.size` · optional: `data?.length` ·
 * empty: `snapshot.empty` · missing: `!data`, which only an answer to a request that failed is.
 */
export interface AskedNumber {
  readonly kind: 'number' | 'optional' | 'empty' | 'missing';
  /** All of the expression. */
  readonly node: ts.Expression;
  /** The answer in it, or the name that holds its rows. */
  readonly of: ts.Node;
}

/** An answer of which nothing is used but the number of its rows, and what it says beside them. */
export interface CountedAnswer {
  /** What holds it; nothing where it is used at once. */
  readonly held: ts.VariableDeclaration | undefined;
  /** What takes the rows out of it: `data` of `const { data, error } = …`. */
  readonly element: ts.BindingElement | undefined;
  readonly numbers: readonly AskedNumber[];
}

/** What is asked of the answer of an awaited call, where that is the number of its rows; `undefined` where the rows themselves are used. */
export function countedAnswer(facts: Facts, call: CallLike, answer: Answer): CountedAnswer | undefined {
  const awaited = awaitOf(call);
  if (!awaited) return undefined;
  const value = wrapped(awaited);
  const { parent } = value;
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== value) {
    const asked = askedOf(value, answer);
    return asked && asked !== 'beside' ? { held: undefined, element: undefined, numbers: [asked] } : undefined;
  }
  if (ts.isIdentifier(parent.name)) return used(facts, parent, parent, undefined, (name) => askedOf(name, answer));
  const element = ts.isObjectBindingPattern(parent.name) ? rowsElement(parent.name, answer) : undefined;
  return element && used(facts, element, parent, element, (name) => numberOfRows(name, name));
}

/** What is asked at each place that names it, if it is asked for a number and for nothing that has the rows. */
function used(
  facts: Facts, named: ts.VariableDeclaration | ts.BindingElement, held: ts.VariableDeclaration, element: ts.BindingElement | undefined, read: (name: ts.Node) => AskedNumber | 'beside' | undefined,
): CountedAnswer | undefined {
  if (facts.isReassigned(named)) return undefined;
  const within = enclosingFunction(named);
  const asked = facts.referencesOf(named).map((each) => (enclosingFunction(each) === within ? read(wrapped(each)) : undefined));
  if (asked.some((each) => each === undefined)) return undefined;
  const numbers = asked.filter((each): each is AskedNumber => each !== undefined && each !== 'beside');
  return numbers.some((each) => each.kind !== 'missing') ? { held, element, numbers } : undefined;
}

/** The element that takes the rows, in a pattern that takes nothing else but what stands beside them. */
function rowsElement({ elements }: ts.ObjectBindingPattern, { rows, beside }: Answer): ts.BindingElement | undefined {
  const nameOf = (each: ts.BindingElement): string => (each.dotDotDotToken ? '' : (each.propertyName ?? each.name).getText());
  if (elements.some((each) => nameOf(each) !== rows && !beside.includes(nameOf(each)))) return undefined;
  const [element, ...others] = elements.filter((each) => nameOf(each) === rows);
  return element && others.length === 0 && ts.isIdentifier(element.name) && !element.initializer ? element : undefined;
}

function askedOf(answer: ts.Node, { rows, size, empty, beside }: Answer): AskedNumber | 'beside' | undefined {
  const access = answer.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== answer || access.questionDotToken) return undefined;
  const name = access.name.text;
  if (beside.includes(name)) return 'beside';
  if (name === rows) return numberOfRows(wrapped(access), answer);
  if (isContinued(access)) return undefined;
  return name === size ? { kind: 'number', node: access, of: answer } : name === empty ? { kind: 'empty', node: access, of: answer } : undefined;
}

/** @param of the answer they stand in, or their own name */
function numberOfRows(rows: ts.Node, of: ts.Node): AskedNumber | undefined {
  const { parent } = rows;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) {
    // `!!data` is there to be told on.
    return ts.isPrefixUnaryExpression(parent.parent) ? undefined : { kind: 'missing', node: parent, of };
  }
  const instead = ts.isBinaryExpression(parent) && parent.left === rows && isInsteadOfNull(parent) ? wrapped(parent) : undefined;
  const list = instead ?? rows;
  const length = list.parent;
  if (!ts.isPropertyAccessExpression(length) || length.expression !== list || length.name.text !== 'length' || isContinued(length)) return undefined;
  return { kind: length.questionDotToken ? 'optional' : 'number', node: length, of };
}

/** `data ?? []`. */
function isInsteadOfNull({ operatorToken: { kind }, right }: ts.BinaryExpression): boolean {
  const given = unwrap(right);
  return (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) && ts.isArrayLiteralExpression(given) && given.elements.length === 0;
}

/** Something is read of the number itself, or it is written. */
function isContinued(node: ts.Expression): boolean {
  const { parent } = wrapped(node);
  if (ts.isBinaryExpression(parent)) return parent.left === wrapped(node) && isAssignment(parent.operatorToken.kind);
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === wrapped(node);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
