import { ts } from 'ts-morph';
import type { Declaration } from '../../../facts/bindings.js';
import type { Facts } from '../../../facts/facts.js';
import { isWithin, nameOfAccess, receiverOf, unwrap } from '../../../syntax/nodes.js';

/** What may be computed before the loop in the words of its elements. */
export interface RoundValues {
  readonly facts: Facts;
  /** The outermost loop: names declared in it mean nothing before it. */
  readonly scope: ts.Node;
  /** Names the elements are bound to. */
  readonly elements: ReadonlySet<Declaration>;
  /** Names of counters that no declaration introduces: they mean nothing before the loop. */
  readonly counters: ReadonlySet<string>;
  /** Expressions that are an element in other words, and its name: `trips[i]`. */
  readonly aliases: ReadonlyMap<string, string>;
}

interface Replacement {
  readonly node: ts.Node;
  readonly text: string;
}

/** Calls without effect whose result is their arguments' alone. */
const PURE_FUNCTIONS = /^(?:String|Number|BigInt|Boolean|parseInt|parseFloat|Object\.(?:keys|values|entries)|Number\.parseInt|Math\.\w+)$/;
const PURE_METHODS = /^(?:toString|trim|toLowerCase|toUpperCase|toHexString|slice|get|padStart|valueOf|at|concat|split|join)$/;

/** Locals of locals are followed this far. */
const MAX_DEPTH = 6;

/**
 * The text of an expression of a round, for use where only the elements are bound: locals are replaced by what they were
 * initialised with. `undefined` when evaluating it before the loop could give something else or have an effect.
 */
export function spell(values: RoundValues, expression: ts.Expression, depth = 0): string | undefined {
  const replacements: Replacement[] = [];
  return depth < MAX_DEPTH && visit(values, expression, replacements, depth) ? withReplacements(expression, replacements) : undefined;
}

function visit(values: RoundValues, node: ts.Node, into: Replacement[], depth: number): boolean {
  const alias = values.aliases.get(node.getText());
  if (alias !== undefined) return into.push({ node, text: alias }) > 0;
  if (ts.isIdentifier(node)) return visitName(values, node, into, depth);
  if (ts.isPropertyAccessExpression(node)) return visit(values, node.expression, into, depth);
  if (ts.isCallExpression(node)) return isPureCall(node) && children(node).every((each) => visit(values, each, into, depth));
  if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(values, node, into, depth);
  if (ts.isPropertyAssignment(node)) return (!ts.isComputedPropertyName(node.name) || visit(values, node.name, into, depth)) && visit(values, node.initializer, into, depth);
  if (ts.isBinaryExpression(node)) return !isAssignment(node) && visit(values, node.left, into, depth) && visit(values, node.right, into, depth);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return visit(values, node.expression, into, depth);
  return isTransparent(node) && children(node).every((each) => visit(values, each, into, depth));
}

function visitName(values: RoundValues, name: ts.Identifier, into: Replacement[], depth: number): boolean {
  const text = nameText(values, name, depth);
  if (text === undefined) return false;
  if (text !== name.text) into.push({ node: name, text });
  return true;
}

function visitShorthand(values: RoundValues, property: ts.ShorthandPropertyAssignment, into: Replacement[], depth: number): boolean {
  const text = nameText(values, property.name, depth);
  if (text !== undefined && text !== property.name.text) into.push({ node: property, text: `${property.name.text}: ${text}` });
  return text !== undefined;
}

function nameText(values: RoundValues, name: ts.Identifier, depth: number): string | undefined {
  const { facts, scope, elements } = values;
  const declaration = facts.declarationOf(name);
  if (!declaration) return values.counters.has(name.text) ? undefined : name.text;
  if (elements.has(declaration)) return name.text;
  if (!isWithin(declaration, scope)) return changesWithin(facts, declaration, scope) ? undefined : name.text;
  if (facts.isReassigned(declaration)) return undefined;
  if (ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && declaration.initializer) {
    const inner = spell(values, declaration.initializer, depth + 1);
    return inner === undefined || isSimple(declaration.initializer) ? inner : `(${inner})`;
  }
  return destructuredText(values, declaration, depth);
}

/** `const { cityId } = trip`: `trip.cityId`. */
function destructuredText(values: RoundValues, declaration: Declaration, depth: number): string | undefined {
  if (!ts.isBindingElement(declaration) || declaration.initializer || declaration.dotDotDotToken || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const holder = declaration.parent.parent;
  const property = declaration.propertyName ?? declaration.name;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer || !ts.isIdentifier(property) || !isSimple(holder.initializer)) return undefined;
  const owner = spell(values, holder.initializer, depth + 1);
  return owner === undefined ? undefined : `${owner}.${property.text}`;
}

/** Whether a name from outside is given another value by the rounds. */
function changesWithin(facts: Facts, declaration: Declaration, scope: ts.Node): boolean {
  return facts.isReassigned(declaration) && facts.referencesOf(declaration).some((each) => isWithin(each, scope) && isAssigned(each));
}

function isAssigned(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isBinaryExpression(parent) && parent.left === name && isAssignment(parent)) || ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

export function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isPureCall(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (PURE_FUNCTIONS.test(callee.getText())) return true;
  return receiverOf(callee) !== undefined && PURE_METHODS.test(nameOfAccess(callee) ?? '');
}

function isTransparent(node: ts.Node): boolean {
  return ts.isLiteralExpression(node) || ts.isTemplateExpression(node) || ts.isTemplateSpan(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isElementAccessExpression(node) || ts.isConditionalExpression(node)
    || ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isComputedPropertyName(node) || isConstantKeyword(node)
    || (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken) || ts.isTypeOfExpression(node);
}

function isConstantKeyword({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword || kind === ts.SyntaxKind.ThisKeyword;
}

/** Needs no parentheses wherever it is put. */
function isSimple(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node) || ts.isLiteralExpression(node) || ts.isTemplateExpression(node);
}

/** Types and operators say nothing about values. */
function children(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (each) => {
    if (!ts.isTypeNode(each) && !ts.isToken(each) || ts.isIdentifier(each) || ts.isLiteralExpression(each) || isConstantKeyword(each)) found.push(each);
  });
  return found;
}

function withReplacements(node: ts.Expression, replacements: readonly Replacement[]): string {
  const file = node.getSourceFile();
  let text = '';
  let at = node.getStart(file);
  for (const each of [...replacements].sort((a, b) => a.node.pos - b.node.pos)) {
    text += file.text.slice(at, each.node.getStart(file)) + each.text;
    at = each.node.end;
  }
  return text + file.text.slice(at, node.end);
}
