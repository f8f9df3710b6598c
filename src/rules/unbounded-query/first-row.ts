import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { positionIn } from '../../facts/result-use.js';
import { isComparedWithNone, isEmptinessTest } from '../../facts/shown-rows.js';
import { awaitOf, isFunctionNode, isWithin, plainText, unwrap, wrapped } from '../../syntax/nodes.js';
import type { UnboundedQuery } from './detect.js';

/** Whether nothing but the first row is used, or only whether there is one. */
export function isOnlyFirstUsed(facts: Facts, { call, result }: UnboundedQuery): 'emptiness' | 'first' | undefined {
  if (result.answer) return result.answer.numbers.every(({ kind, node }) => kind === 'empty' || kind === 'missing' || isComparedWithNone(node)) ? 'emptiness' : undefined;
  const value = wrapped(awaitOf(call) ?? call);
  const held = result.held ?? positionIn(value);
  const uses = held?.name && ts.isIdentifier(held.name) && !facts.isReassigned(held) ? facts.referencesOf(held).map((each) => firstUse(wrapped(each))) : [firstUse(value)];
  if (uses.length === 0 || uses.some((each) => each === undefined)) return undefined;
  return uses.includes('first') ? 'first' : 'emptiness';
}

function firstUse(rows: ts.Node): 'emptiness' | 'first' | undefined {
  if (isEmptinessTest(rows)) return 'emptiness';
  const { parent } = rows;
  if (ts.isVariableDeclaration(parent) && parent.initializer === rows && ts.isArrayBindingPattern(parent.name)) {
    const [element, ...others] = parent.name.elements;
    return element && ts.isBindingElement(element) && !element.dotDotDotToken && others.length === 0 ? 'first' : undefined;
  }
  // `rows[0] = …` and `delete rows[0]` change the list, and what else is done with it decides.
  if (ts.isElementAccessExpression(parent) && parent.expression === rows) return plainText(unwrap(parent.argumentExpression)) === '0' && !isWritten(parent) ? 'first' : undefined;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== rows || !ts.isCallExpression(parent.parent)) return undefined;
  return parent.name.text === 'at' && parent.parent.arguments[0]?.getText() === '0' ? 'first' : undefined;
}

function isWritten(access: ts.Node): boolean {
  const { parent } = wrapped(access);
  return (ts.isBinaryExpression(parent) && parent.left === wrapped(access) && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) || ts.isDeleteExpression(parent);
}

/** `10` where `rows.slice(0, 10)` is all that becomes of the rows. */
export function cutSize(facts: Facts, { call, result }: UnboundedQuery): string | undefined {
  const value = wrapped(awaitOf(call) ?? call);
  const held = result.held ?? positionIn(value);
  const references = held?.name && ts.isIdentifier(held.name) && !facts.isReassigned(held) ? facts.referencesOf(held).map((each) => wrapped(each)) : [value];
  const cuts = references.filter((each) => !isEmptinessTest(each)).map((each) => sliceEnd(each));
  const [end] = cuts;
  if (!end || cuts.length !== 1) return undefined;
  if (ts.isNumericLiteral(end)) return Number(end.text) > 0 ? end.text : undefined;
  const declaration = ts.isIdentifier(end) ? facts.declarationOf(end) : undefined;
  // It has to be known before the query is made.
  return declaration && (ts.isParameter(declaration) || ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration)) && declaration.getSourceFile() === call.getSourceFile() && declaration.end < call.pos && isAround(declaration, call) ? end.getText() : undefined;
}

function sliceEnd(rows: ts.Node): ts.Expression | undefined {
  const access = rows.parent;
  const call = ts.isPropertyAccessExpression(access) && access.expression === rows && access.name.text === 'slice' ? access.parent : undefined;
  if (!call || !ts.isCallExpression(call) || call.arguments.length !== 2 || call.arguments[0]?.getText() !== '0') return undefined;
  return call.arguments[1] && unwrap(call.arguments[1]);
}

function isAround(declaration: ts.Node, query: ts.Node): boolean {
  for (let at = declaration; at.parent; at = at.parent) if (ts.isBlock(at.parent) || isFunctionNode(at.parent) || ts.isSourceFile(at.parent)) return isWithin(query, at.parent);
  return false;
}
