import { ts } from 'ts-morph';
import type { Declaration } from '../../../facts/bindings.js';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, wrapped } from '../../../syntax/nodes.js';
import type { BatchRead } from './batch-query.js';

/** What takes the first row of a list: the names for it, or a whole expression. */
export type FirstOfList = Pick<BatchRead, 'binding' | 'expression'>;

/**
 * `const [row] = await query` and `(await query)[0]`: of the list only the first row matters, and the code reckons that there may be none.
 * @param certain there always is one, as of counts
 */
export function firstOfList(facts: Facts, query: ts.Expression, certain = false): FirstOfList | undefined {
  const value = wrapped(awaitOf(query) ?? query);
  const { parent } = value;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression.getText() === '0') {
    return certain || isReckonedWith(facts, parent) ? { expression: parent } : undefined;
  }
  if (!ts.isVariableDeclaration(parent) || parent.type || !ts.isArrayBindingPattern(parent.name)) return undefined;
  const [element, ...others] = parent.name.elements;
  if (!element || others.length > 0 || !ts.isBindingElement(element) || element.initializer || element.dotDotDotToken) return undefined;
  const reckoned = ts.isIdentifier(element.name) && namesIn(element.name, element).some((each) => facts.referencesOf(each).some((reference) => isDoubted(reference)));
  return certain || reckoned ? { expression: query, binding: { node: parent.name, text: element.name.getText() } } : undefined;
}

/** The value, or the name it gets, is asked for its presence. */
function isReckonedWith(facts: Facts, value: ts.Expression): boolean {
  const { parent } = wrapped(value);
  if (isDoubted(value)) return true;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && facts.referencesOf(parent).some((each) => isDoubted(each));
}

function isDoubted(node: ts.Node): boolean {
  const { parent } = wrapped(node);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.questionDotToken !== undefined;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && DOUBTS.test(parent.operatorToken.getText());
}

const DOUBTS = /^(?:&&|\|\||\?\?|[!=]==?)$/;

/** Whether all that is ever done with something of a result is to make it a number, or to compare it with one. */
export function isUsedAsNumber(facts: Facts, query: ts.Expression): boolean {
  const value = awaitOf(query) ?? query;
  const { parent } = wrapped(value);
  if (!ts.isVariableDeclaration(parent)) return isNumeric(value);
  const references = namesIn(parent.name, parent).flatMap((each) => facts.referencesOf(each));
  return references.length > 0 && references.every((each) => isNumeric(each));
}

function isNumeric(node: ts.Node): boolean {
  let at = wrapped(node);
  while ((ts.isPropertyAccessExpression(at.parent) || ts.isElementAccessExpression(at.parent)) && at.parent.expression === at) at = wrapped(at.parent);
  const { parent } = at;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return isNumeric(parent);
  if (ts.isCallExpression(parent)) return /^(?:Number|BigInt|(?:Number\.)?parse(?:Int|Float))$/.test(parent.expression.getText());
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusToken;
  return ts.isBinaryExpression(parent) && /^[<>]=?$/.test(parent.operatorToken.getText());
}

function namesIn(name: ts.BindingName, declaration: Declaration): Declaration[] {
  if (ts.isIdentifier(name)) return [declaration];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name, each) : []));
}
