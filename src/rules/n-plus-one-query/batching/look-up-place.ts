import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { commentsIn, indentOf, lineBreakOf, statementEnd } from '../../../syntax/layout.js';
import { unwrap, wrapped } from '../../../syntax/nodes.js';

/** The look-up in the query's place. */
export function lookUpEdits(facts: Facts, replaced: ts.Expression, lookup: string): readonly TextEdit[] {
  return outOfArray(facts, replaced, lookup) ?? [inPlace(replaced, lookup)];
}

/** In parentheses where it needs some, and without those that were for the `await`. */
function inPlace(replaced: ts.Expression, lookup: string): TextEdit {
  const { parent } = replaced;
  const place = ts.isParenthesizedExpression(parent) && !/[?{]/.test(lookup) ? parent : replaced;
  return { path: place.getSourceFile().fileName, start: place.getStart(), end: place.end, newText: needsParentheses(place, lookup) ? `(${lookup})` : lookup };
}

function needsParentheses(replaced: ts.Node, text: string): boolean {
  if (!text.includes('??')) return false;
  const parent = wrapped(replaced).parent;
  return replaced.parent === parent && !(ts.isVariableDeclaration(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isExpressionStatement(parent) || ts.isCallExpression(parent)
    || ts.isPropertyAssignment(parent) || ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent));
}

/** `const [a, b] = await Promise.all([x(), y()]);`: an element, and the name or pattern that takes its value. */
export interface JointElement {
  readonly statement: ts.VariableStatement;
  readonly declaration: ts.VariableDeclaration;
  readonly names: ts.ArrayBindingPattern;
  readonly name: ts.BindingElement;
  readonly call: ts.CallExpression;
  readonly list: ts.ArrayLiteralExpression;
}

/** Where a promise is an element of such an array, and nothing but its name takes its value. */
export function jointElementOf(facts: Facts, promise: ts.Expression): JointElement | undefined {
  const started = wrapped(promise);
  const list = started.parent;
  const call = ts.isArrayLiteralExpression(list) ? list.parent : undefined;
  if (!call || !ts.isArrayLiteralExpression(list) || !ts.isCallExpression(call) || call.arguments.length !== 1 || !ts.isAwaitExpression(call.parent)) return undefined;
  const value = facts.valueOf(call.expression);
  if (value?.kind !== 'member' || value.member.combines !== 'all') return undefined;
  const declaration = wrapped(call.parent).parent;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined;
  if (!statement || !ts.isVariableDeclaration(declaration) || !ts.isVariableStatement(statement) || !ts.isArrayBindingPattern(declaration.name)) return undefined;
  const names = declaration.name;
  const at = list.elements.findIndex((each) => each === started);
  const name = names.elements[at];
  // Behind a spread nobody knows which one it is.
  if (list.elements.some((each) => ts.isSpreadElement(each)) || !name || !ts.isBindingElement(name) || name.dotDotDotToken) return undefined;
  return { statement, declaration, names, name, call, list };
}

/** A value waits for nothing: it leaves the array, and what is alone in it then is awaited by itself. */
function outOfArray(facts: Facts, replaced: ts.Expression, lookup: string): readonly TextEdit[] | undefined {
  const joint = jointElementOf(facts, replaced);
  if (!joint) return undefined;
  const { statement, declaration, names, name, list } = joint;
  const file = statement.getSourceFile();
  const simple = statement.declarationList.declarations.length === 1 && !declaration.type && !name.initializer && names.elements.every((each) => !ts.isBindingElement(each) || !each.dotDotDotToken);
  if (!simple || commentsIn(file, names.getStart(), statement.end).length > 0) return undefined;
  const edit = (start: number, end: number, newText: string): TextEdit => ({ path: file.fileName, start, end, newText });
  const keyword = file.text.slice(statement.declarationList.getStart(), names.getStart());
  const own = `${keyword}${name.name.getText()} = ${lookup}${statementEnd(file)}`;
  const others = list.elements.filter((each) => each !== wrapped(replaced));
  const [alone] = others;
  const start = statement.getStart();
  if (!alone) return [edit(start, statement.end, own)];
  const before = edit(start, start, `${own}${lineBreakOf(file)}${indentOf(statement)}`);
  const taker = names.elements.find((each): each is ts.BindingElement => each !== name && ts.isBindingElement(each));
  if (others.length > 1) return [before, taker ? without(names.elements, name) : edit(start, declaration.initializer?.getStart() ?? start, ''), without(list.elements, wrapped(replaced))];
  const awaited = `await ${needsNoParentheses(alone) ? alone.getText() : `(${alone.getText()})`}`;
  return taker?.initializer ? undefined : [before, edit(start, declaration.end, taker ? `${keyword}${taker.getText()} = ${awaited}` : awaited)];
}

/** A list without one of its items, in which no comment stands. */
function without(items: ts.NodeArray<ts.Node>, removed: ts.Node): TextEdit {
  const at = items.findIndex((each) => each === removed);
  const [previous, next] = [items[at - 1], items[at + 1]];
  const [start, end] = next ? [removed.getStart(), next.getStart()] : [previous?.end ?? removed.getStart(), removed.end];
  return { path: removed.getSourceFile().fileName, start, end, newText: '' };
}

function needsNoParentheses(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return node !== inner || ts.isCallExpression(inner) || ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isLiteralExpression(inner);
}
