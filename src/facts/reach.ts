import { ts } from 'ts-morph';
import { argumentsOf, enclosingClass, isFunctionNode, isWithin, nameOfAccess, receiverOf, unwrap, walk } from '../syntax/nodes.js';
import { acquisitionOf, type AcquisitionUse } from './acquisitions.js';
import { isWrite, type Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import type { Owner } from './lifetimes.js';
import { memberName } from './members.js';
import { isModuleScoped } from './module-scope.js';
import { inheritedOf } from './value.js';

/**
 * How long what one registers with lives beside the owner of the registration. lifelong: as long as the page or the
 * process · shared: a value of the module, an import · outside: given to the owner by others · own: made by the owner,
 * dies with it · element: a node of the owner's own view · exchange: one request, socket or stream, soon over.
 */
export type Reach = 'lifelong' | 'shared' | 'outside' | 'own' | 'element' | 'exchange' | 'unknown';

export function reachOf(facts: Facts, use: AcquisitionUse, owner: Owner): Reach {
  const value = use.receiverValue;
  const observed = use.acquisition.heldBy === 'receiver' && use.acquisition.kind === 'observer' ? argumentsOf(use.call)[0] : undefined;
  if (observed) return isLifelong(facts, rootExpression(observed)) && !hasCall(observed) ? 'lifelong' : expressionReach(facts, observed, owner, 0);
  if (value && inheritedOf(value.library, value.type, 'lifelong') === true) return 'lifelong';
  if (!use.receiver) return value && value.type === '' ? 'lifelong' : calledReach(facts, use, owner);
  if (value && (inheritedOf(value.library, value.type, 'serial') === true || isBrief(facts, use.receiver))) return 'exchange';
  return expressionReach(facts, use.receiver, owner, 0);
}

/** `token.onCancellationRequested(…)`: the event is a member of something brief. */
function isBrief(facts: Facts, event: ts.Expression): boolean {
  const owner = receiverOf(unwrap(event));
  const value = owner && facts.valueOf(owner);
  return value?.kind === 'api' && inheritedOf(value.library, value.type, 'brief') === true;
}

/** `onDidChange(listener)` of an imported or given event. */
function calledReach(facts: Facts, use: AcquisitionUse, owner: Owner): Reach {
  const callee = unwrap(use.call.expression);
  return ts.isIdentifier(callee) ? expressionReach(facts, callee, owner, 0) : 'unknown';
}

/** An alias of an alias of …: longer chains do not occur. */
const MAX_STEPS = 8;

function expressionReach(facts: Facts, expression: ts.Expression, owner: Owner, depth: number): Reach {
  const node = unwrap(expression);
  if (depth > MAX_STEPS) return 'unknown';
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'own';
  if (isLifelong(facts, node)) return 'lifelong';
  if (ts.isIdentifier(node)) return identifierReach(facts, node, owner, depth);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = nameOfAccess(node);
    const base = unwrap(node.expression);
    if (base.kind === ts.SyntaxKind.ThisKeyword && (name === '$el' || name === '$refs')) return 'element';
    if (base.kind === ts.SyntaxKind.ThisKeyword && name !== undefined) return fieldReach(facts, node, name, owner, depth);
    if (name === 'current' || name === 'nativeElement') return 'element';
    return expressionReach(facts, base, owner, depth + 1);
  }
  if (ts.isAwaitExpression(node)) return expressionReach(facts, node.expression, owner, depth + 1);
  if (ts.isNewExpression(node)) return 'own';
  if (ts.isCallExpression(node)) return callReach(facts, node, owner, depth);
  if (ts.isBinaryExpression(node)) return expressionReach(facts, node.left, owner, depth + 1);
  if (ts.isConditionalExpression(node)) return expressionReach(facts, node.whenTrue, owner, depth + 1);
  return 'unknown';
}

function isLifelong(facts: Facts, node: ts.Expression): boolean {
  const value = facts.valueOf(node);
  return value?.kind === 'api' && inheritedOf(value.library, value.type, 'lifelong') === true;
}

function callReach(facts: Facts, node: ts.CallExpression, owner: Owner, depth: number): Reach {
  const callee = unwrap(node.expression);
  const name = nameOfAccess(callee) ?? '';
  if (/^(?:create|make|new|open|spawn|fork|connect|build|construct|request|get$|fetch)/.test(name) || acquisitionOf(facts, node)) return 'own';
  if (/^use[A-Z]/.test(name)) return /^use(?:Ref|State|Memo|Element)/.test(name) ? 'own' : 'outside';
  if (ts.isPropertyAccessExpression(callee)) {
    const base = expressionReach(facts, callee.expression, owner, depth + 1);
    // `document.getElementById(…)`: a part of something long-lived need not be as long-lived.
    return base === 'lifelong' ? 'unknown' : base;
  }
  return 'unknown';
}

function identifierReach(facts: Facts, node: ts.Identifier, owner: Owner, depth: number): Reach {
  const declaration = facts.declarationOf(node);
  if (!declaration) return 'unknown';
  if (isImport(declaration)) return 'shared';
  const holder = rootOf(declaration);
  if (ts.isParameter(holder)) return parameterReach(facts, holder, owner, depth);
  if (!ts.isVariableDeclaration(holder)) return 'unknown';
  const source = latestSource(facts, declaration, node) ?? holder.initializer ?? assignedSource(facts, declaration);
  if (holder.parent.parent && ts.isForOfStatement(holder.parent.parent)) return expressionReach(facts, holder.parent.parent.expression, owner, depth + 1);
  const within = owner.kind !== 'process' && isWithin(holder, owner.node);
  if (!source) return within ? 'own' : 'unknown';
  const reach = expressionReach(facts, source, owner, depth + 1);
  if (within) return reach;
  // A variable of the module that is set where it is listened to holds what was just made.
  if (isModuleScoped(holder)) return !holder.initializer && source !== undefined && isWithin(source, owner.node) && reach === 'own' ? 'own' : 'shared';
  return reach === 'own' ? 'outside' : reach;
}

function parameterReach(facts: Facts, parameter: ts.ParameterDeclaration, owner: Owner, depth: number): Reach {
  const owning = parameter.parent;
  if (parameter.initializer && isLifelong(facts, rootExpression(parameter.initializer))) return 'lifelong';
  if (isFunctionNode(owning) && owning !== owner.node && owning !== owner.inner && !ts.isConstructorDeclaration(owning) && isWithin(owning, owner.node) && owner.kind === 'function') return 'unknown';
  return depth > MAX_STEPS ? 'unknown' : 'outside';
}

function hasCall(expression: ts.Expression): boolean {
  return ts.isCallExpression(unwrap(expression));
}

function rootExpression(expression: ts.Expression): ts.Expression {
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return at;
}

function isImport(declaration: Declaration): boolean {
  return ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration);
}

function rootOf(declaration: Declaration): ts.Node {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return at;
}

function assignedSource(facts: Facts, declaration: Declaration): ts.Expression | undefined {
  for (const reference of facts.referencesOf(declaration)) {
    const parent = reference.parent;
    if (ts.isBinaryExpression(parent) && parent.left === reference && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right.kind !== ts.SyntaxKind.NullKeyword) return parent.right;
  }
  return undefined;
}

/** `if (!node) { node = document.createElement('script'); node.addEventListener(…) }`: what it was set to above, in the same blocks. */
function latestSource(facts: Facts, declaration: Declaration, node: ts.Identifier): ts.Expression | undefined {
  if (!facts.isReassigned(declaration)) return undefined;
  for (let at: ts.Node = node; at.parent && !isFunctionNode(at); at = at.parent) {
    if (!ts.isBlock(at.parent)) continue;
    const above = at.parent.statements.slice(0, at.parent.statements.indexOf(at as ts.Statement)).reverse();
    for (const statement of above) {
      const set = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
      if (set && ts.isBinaryExpression(set) && set.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(set.left) && facts.declarationOf(set.left) === declaration) return set.right;
      if (facts.referencesOf(declaration).some((each) => isWrite(each) && isWithin(each, statement))) return undefined;
    }
  }
  return undefined;
}

/** What a field of the class was given: made here, or taken over from others. */
function fieldReach(facts: Facts, access: ts.Expression, name: string, owner: Owner, depth: number): Reach {
  const node = enclosingClass(access);
  if (!node) return 'unknown';
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member) && member.parameters.some((each) => ts.isParameterPropertyDeclaration(each, member) && each.name.getText() === name)) return 'outside';
    if (!ts.isPropertyDeclaration(member) || memberName(member.name) !== name) continue;
    const decorated = (ts.getDecorators(member) ?? []).length > 0;
    if (decorated) return /ViewChild|ContentChild|query/.test(member.getText()) ? 'element' : 'outside';
    if (!member.initializer) continue;
    const source = unwrap(member.initializer);
    if (ts.isCallExpression(source) && /^(?:createRef|useRef)$/.test(nameOfAccess(unwrap(source.expression)) ?? '')) return 'element';
    if (ts.isCallExpression(source) && nameOfAccess(unwrap(source.expression)) === 'inject') return 'outside';
    if (source.kind !== ts.SyntaxKind.NullKeyword && !(ts.isIdentifier(source) && source.text === 'undefined')) return expressionReach(facts, source, owner, depth + 1);
  }
  const source = fieldSource(facts, node, name);
  return source ? expressionReach(facts, source, owner, depth + 1) : name === 'props' ? 'outside' : 'unknown';
}

/** The first thing `this.name` is set to. */
function fieldSource(facts: Facts, node: ts.ClassLikeDeclaration, name: string): ts.Expression | undefined {
  let source: ts.Expression | undefined;
  walk(node, (each) => {
    if (source || !ts.isBinaryExpression(each) || each.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return !source;
    const left = unwrap(each.left);
    if (ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword && left.name.text === name && each.right.kind !== ts.SyntaxKind.NullKeyword && each.right.getText() !== 'undefined') source = each.right;
    return !source;
  });
  return source;
}
