import { ts } from 'ts-morph';
import { iterationMembers } from '../knowledge/iteration.js';
import { argumentsOf, enclosingClass, isCallLike, isFunctionNode, nameOfAccess, receiverOf, unwrap, wrapped } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { componentOptionsAround } from './component-options.js';
import type { Facts } from './facts.js';

/** Names that stand for the global object: what follows them is the global of that name. */
const GLOBAL_OBJECTS = new Set(['window', 'globalThis', 'self', 'global']);

/** A constant that stands for a constant that stands for …: longer chains do not occur. */
const MAX_ALIASES = 8;

/**
 * A text that is equal for two expressions of one file exactly when they name the same thing: `this.timer` in two methods,
 * a local that was set to `ref.current`, `window.document` and `document`, the elements of one list in two loops. What
 * makes a new value each time (functions, objects, calls of `bind`) is equal to itself only.
 */
export function referenceKey(facts: Facts, expression: ts.Expression, depth = 0): string {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return identifierKey(facts, node, depth);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return thisKey(facts, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return accessKey(facts, node, depth);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return JSON.stringify(node.text);
  if (ts.isAwaitExpression(node)) return referenceKey(facts, node.expression, depth);
  if (ts.isCallExpression(node) && depth < MAX_ALIASES) return callKey(facts, node, depth);
  if (ts.isBinaryExpression(node) && (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || node.operatorToken.kind === ts.SyntaxKind.BarBarToken)) return referenceKey(facts, node.left, depth);
  return uniqueKey(node);
}

/** The key a declared name has, whether or not anything refers to it. */
export function declarationKey(declaration: Declaration): string {
  return `#${declaration.getStart()}:${declaration.name && ts.isIdentifier(declaration.name) ? declaration.name.text : ''}`;
}

function uniqueKey(node: ts.Node): string {
  return `?${node.pos}`;
}

/** True for a key that only its own expression has: no other expression can name that value. */
export function isUnique(key: string): boolean {
  return key.startsWith('?');
}

function identifierKey(facts: Facts, node: ts.Identifier, depth: number): string {
  const declaration = facts.declarationOf(node);
  if (!declaration) return `@${node.text}`;
  if (depth >= MAX_ALIASES) return declarationKey(declaration);
  const field = ts.isParameter(declaration) ? fieldKey(facts, declaration) : undefined;
  if (field !== undefined) return field;
  const element = elementKey(facts, declaration, depth);
  if (element !== undefined) return element;
  const alias = facts.isReassigned(declaration) ? undefined : aliasKey(facts, declaration, depth);
  return alias ?? declarationKey(declaration);
}

/** A parameter of a constructor that becomes a field is that field: `constructor(private pool)`, `this.pool = pool`. */
function fieldKey(facts: Facts, parameter: ts.ParameterDeclaration): string | undefined {
  const constructor = parameter.parent;
  if (!ts.isConstructorDeclaration(constructor) || !ts.isIdentifier(parameter.name)) return undefined;
  if (ts.isParameterPropertyDeclaration(parameter, constructor)) return `this@${constructor.parent.pos}.${parameter.name.text}`;
  for (const reference of facts.referencesOf(parameter)) {
    const parent = reference.parent;
    if (!ts.isBinaryExpression(parent) || parent.right !== reference || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue;
    const target = unwrap(parent.left);
    if (ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword) return `this@${constructor.parent.pos}.${target.name.text}`;
  }
  return undefined;
}

/** `const el = ref.current`, `const { signal } = options`: the name is another one for what it was set to. */
function aliasKey(facts: Facts, declaration: Declaration, depth: number): string | undefined {
  if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const source = unwrap(declaration.initializer);
    const named = ts.isIdentifier(source) || ts.isPropertyAccessExpression(source) || ts.isElementAccessExpression(source) || source.kind === ts.SyntaxKind.ThisKeyword || ts.isStringLiteralLike(source);
    if (named) return referenceKey(facts, source, depth + 1);
    if (ts.isCallExpression(source) && isGetter(source)) return callKey(facts, source, depth + 1);
  }
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const key = declaration.propertyName ?? declaration.name;
  const holder = declaration.parent.parent;
  if (!ts.isIdentifier(key) || !ts.isVariableDeclaration(holder) || !holder.initializer) return undefined;
  const whole = unwrap(holder.initializer);
  return ts.isIdentifier(whole) || ts.isPropertyAccessExpression(whole) || whole.kind === ts.SyntaxKind.ThisKeyword ? join(referenceKey(facts, whole, depth + 1), key.text) : undefined;
}

/** A call without arguments, or a look-up by constant: the same each time as far as one can tell. */
function isGetter(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee) ?? '';
  if (name === 'bind') return false;
  return (call.arguments.length === 0 && !/^(?:create|make|new|open|build|connect|start|acquire)/.test(name)) || /^(?:get|querySelector|find|closest|matchMedia$|unref$)/.test(name);
}

/** The element of a loop over a list is the element of every loop over that list. */
function elementKey(facts: Facts, declaration: Declaration, depth: number): string | undefined {
  const path: string[] = [];
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) {
    path.unshift(ts.isArrayBindingPattern(at.parent) ? String(at.parent.elements.indexOf(at)) : (at.propertyName ?? at.name).getText());
    at = at.parent.parent;
  }
  if (ts.isVariableDeclaration(at) && ts.isForOfStatement(at.parent.parent)) return [`each(${referenceKey(facts, at.parent.parent.expression, depth + 1)})`, ...path].join('.');
  if (!ts.isParameter(at) || !isFunctionNode(at.parent)) return undefined;
  const call = wrapped(at.parent).parent;
  if (!call || !isCallLike(call) || !ts.isCallExpression(call) || argumentsOf(call)[0] !== wrapped(at.parent)) return undefined;
  const name = nameOfAccess(unwrap(call.expression));
  const list = receiverOf(unwrap(call.expression));
  if (name === undefined || !list || !Object.hasOwn(iterationMembers, name)) return undefined;
  const position = at.parent.parameters.indexOf(at);
  return [`each(${referenceKey(facts, list, depth + 1)})`, ...(position > 0 ? [`${position}`] : []), ...path].join('.');
}

function thisKey(facts: Facts, node: ts.Node): string {
  const owner = enclosingClass(node) ?? componentOptionsAround(facts, node)?.node;
  if (owner) return `this@${owner.pos}`;
  // Of a plain object or constructor function: one `this` for all the functions of an object literal.
  for (let at = node.parent; at; at = at.parent) if (ts.isObjectLiteralExpression(at) && at.parent && !ts.isCallExpression(at.parent)) return `this@${at.pos}`;
  return 'this';
}

function accessKey(facts: Facts, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, depth: number): string {
  const name = nameOfAccess(node) ?? (ts.isElementAccessExpression(node) ? `[${referenceKey(facts, node.argumentExpression, depth + 1)}]` : '');
  const owner = unwrap(node.expression);
  if (ts.isIdentifier(owner) && GLOBAL_OBJECTS.has(owner.text) && !facts.declarationOf(owner)) return `@${name}`;
  return join(referenceKey(facts, owner, depth), name);
}

function callKey(facts: Facts, node: ts.CallExpression, depth: number): string {
  if (!isGetter(node)) return uniqueKey(node);
  return `${referenceKey(facts, node.expression, depth + 1)}(${node.arguments.map((each) => referenceKey(facts, each, depth + 1)).join(',')})`;
}

function join(owner: string, name: string): string {
  return `${owner}.${name}`;
}
