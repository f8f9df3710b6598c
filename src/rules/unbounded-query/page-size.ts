import { ts } from 'ts-morph';
import type { Declaration } from '../../facts/bindings.js';
import type { Facts } from '../../facts/facts.js';
import { isPageSizeName } from '../../knowledge/input-names.js';
import { enclosingFunction, isFunctionNode, isWithin, propertyOf, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { UnboundedQuery } from './detect.js';

/** A number of rows that the code has at hand and does not hand to the query. */
export interface PageSize {
  /** As it can be written where the query stands. */
  readonly text: string;
  /** skip: what is passed over is counted in it · name: a size that was asked for and is used for no other query */
  readonly shownBy: 'skip' | 'name';
}

/** The size of the page that a query is to read, where the code says it. */
export function pageSizeOf(facts: Facts, query: UnboundedQuery, skip: string | undefined): PageSize | undefined {
  const passedOver = skip === undefined ? undefined : skipped(query, skip);
  const factor = passedOver ? sizeInSkip(facts, query, passedOver, 0) : undefined;
  if (factor !== undefined) return { text: factor, shownBy: 'skip' };
  const name = sizeInScope(facts, query);
  return name === undefined ? undefined : { text: name, shownBy: 'name' };
}

/** `skip` of the options, or what `.offset(…)` was given. */
function skipped({ call, links, use }: UnboundedQuery, skip: string): ts.Expression | undefined {
  const chained = links.find((link) => link.name === skip)?.call;
  if (chained && ts.isCallExpression(chained)) return chained.arguments[0];
  const given = ts.isCallExpression(call) ? call.arguments[use.operation.bound?.argument ?? 0] : undefined;
  const object = given ? unwrap(given) : undefined;
  return object && ts.isObjectLiteralExpression(object) ? propertyOf(object, skip) : undefined;
}

/** `pageSize` of `(page - 1) * pageSize`, also through the constant that holds it. */
function sizeInSkip(facts: Facts, query: UnboundedQuery, expression: ts.Expression, depth: number): string | undefined {
  const value = unwrap(expression);
  if (ts.isIdentifier(value) && depth < 3) {
    const declaration = facts.declarationOf(value);
    const made = declaration && ts.isVariableDeclaration(declaration) && !facts.isReassigned(declaration) ? declaration.initializer : undefined;
    return made ? sizeInSkip(facts, query, made, depth + 1) : undefined;
  }
  if (ts.isConditionalExpression(value)) return sizeInSkip(facts, query, value.whenTrue, depth + 1) ?? sizeInSkip(facts, query, value.whenFalse, depth + 1);
  if (!ts.isBinaryExpression(value)) return undefined;
  if (value.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || value.operatorToken.kind === ts.SyntaxKind.BarBarToken) return sizeInSkip(facts, query, value.left, depth + 1);
  if (value.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return undefined;
  const sides = [unwrap(value.left), unwrap(value.right)];
  return sides.map((each) => sizeText(facts, query, each)).find((each) => each !== undefined);
}

function sizeText(facts: Facts, query: UnboundedQuery, side: ts.Expression): string | undefined {
  if (ts.isNumericLiteral(side)) return Number(side.text) > 1 ? side.text : undefined;
  const root = ts.isPropertyAccessExpression(side) && ts.isIdentifier(side.expression) ? side.expression : side;
  if (!ts.isIdentifier(root)) return undefined;
  const name = ts.isPropertyAccessExpression(side) ? side.name.text : root.text;
  const declaration = facts.declarationOf(root);
  return isPageSizeName(name) && declaration && isVisible(declaration, query.call) ? side.getText() : undefined;
}

/** `limit` of `function list({ teamId, limit = 20 })` where no query is given it. */
function sizeInScope(facts: Facts, { call }: UnboundedQuery): string | undefined {
  const fn = enclosingFunction(call);
  if (!fn) return undefined;
  const named = namesIn(fn).filter(({ declaration, name }) => isPageSizeName(name) && declaration.pos < call.pos && isVisible(declaration, call) && isIdle(facts, declaration));
  const [only, ...others] = named;
  if (only && others.length === 0) return only.name;
  return others.length > 0 ? undefined : sizeInOptions(facts, fn);
}

function namesIn(fn: FunctionNode): readonly { readonly declaration: Declaration; readonly name: string }[] {
  const found: { declaration: Declaration; name: string }[] = [];
  const add = (declaration: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement): void => {
    if (ts.isIdentifier(declaration.name)) found.push({ declaration, name: declaration.name.text });
    else for (const element of declaration.name.elements) if (ts.isBindingElement(element)) add(element);
  };
  fn.parameters.forEach(add);
  if (fn.body && ts.isBlock(fn.body)) for (const each of fn.body.statements) if (ts.isVariableStatement(each)) each.declarationList.declarations.forEach(add);
  return found;
}

/** Its block is around the query. */
function isVisible(declaration: Declaration, query: ts.Node): boolean {
  if (declaration.getSourceFile() !== query.getSourceFile()) return true;
  for (let at: ts.Node = declaration; at.parent; at = at.parent) if (ts.isBlock(at.parent) || isFunctionNode(at.parent) || ts.isSourceFile(at.parent)) return isWithin(query, at.parent);
  return false;
}

/** No other query, and no function that may make one, is given it; it may be said again in the answer, and count what is passed over. */
function isIdle(facts: Facts, declaration: Declaration): boolean {
  return !facts.isReassigned(declaration) && facts.referencesOf(declaration).every((each) => {
    for (let at: ts.Node = each; at.parent && !isFunctionNode(at.parent); at = at.parent) {
      const { parent } = at;
      if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return true;
      if (ts.isReturnStatement(parent)) return true;
      if (ts.isCallExpression(parent) && parent.arguments.includes(at as ts.Expression)) return false;
      if (ts.isStatement(parent)) return false;
    }
    return false;
  });
}

/** `options.limit` where `options` declares one, and nobody reads it. */
function sizeInOptions(facts: Facts, fn: FunctionNode): string | undefined {
  for (const parameter of fn.parameters) {
    if (!ts.isIdentifier(parameter.name) || !parameter.type) continue;
    const shape = facts.typeValueOf(parameter.type);
    const members = ts.isTypeLiteralNode(parameter.type) ? parameter.type.members : shape?.kind === 'shape' ? shape.node.members : undefined;
    const size = members?.find((each) => ts.isPropertySignature(each) && ts.isIdentifier(each.name) && isPageSizeName(each.name.text));
    if (!size?.name || !ts.isIdentifier(size.name)) continue;
    const name = size.name.text;
    const unread = facts.referencesOf(parameter).every((each) => ts.isPropertyAccessExpression(each.parent) && each.parent.expression === each && each.parent.name.text !== name);
    if (unread) return `${parameter.name.text}${parameter.questionToken && !parameter.initializer ? '?.' : '.'}${name}`;
  }
  return undefined;
}
