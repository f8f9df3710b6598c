import { ts } from 'ts-morph';
import { isFunctionNode, isWithin } from '../syntax/nodes.js';
import { isWrite, type Declaration } from './bindings.js';
import type { Facts } from './facts.js';

/** Values flow through more locals than this only in generated code. */
const MAX_STEPS = 400;

/**
 * Flow-insensitive: an expression depends on a declaration when it names it, or names a local that anything depending on
 * it was ever assigned to. Calls pass their arguments and receiver on to their result; closures pass what they name.
 */
export function findDependence(facts: Facts, expression: ts.Node, declarations: readonly Declaration[]): boolean {
  if (declarations.length === 0) return false;
  const wanted = new Set<Declaration>(declarations);
  const seen = new Set<Declaration>();
  const pending: ts.Node[] = [expression];
  for (let steps = 0; pending.length > 0 && steps < MAX_STEPS; steps++) {
    const next = pending.pop();
    if (!next) break;
    let found = false;
    const visit = (node: ts.Node): void => {
      if (found) return;
      if (ts.isIdentifier(node)) {
        if (isPropertyName(node)) return;
        const declaration = facts.declarationOf(node);
        if (!declaration) return;
        if (wanted.has(declaration)) found = true;
        else if (!seen.has(declaration)) {
          seen.add(declaration);
          pending.push(...sourcesOf(facts, declaration));
        }
        return;
      }
      ts.forEachChild(node, visit);
    };
    visit(next);
    if (found) return true;
  }
  return false;
}

/** Expressions whose value the declared name may hold. */
export function sourcesOf(facts: Facts, declaration: Declaration): readonly ts.Node[] {
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    const initial = declaration.initializer ? [declaration.initializer] : ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? [loop.expression] : [];
    return [...initial, ...writesOf(facts, declaration)];
  }
  if (ts.isBindingElement(declaration)) {
    let holder: ts.Node = declaration;
    while (ts.isBindingElement(holder) || ts.isObjectBindingPattern(holder) || ts.isArrayBindingPattern(holder)) holder = holder.parent;
    return ts.isVariableDeclaration(holder) ? sourcesOf(facts, holder) : [];
  }
  // A function within a function uses the locals around it.
  if (ts.isFunctionDeclaration(declaration) && declaration.body && !ts.isSourceFile(declaration.parent)) return [declaration.body];
  return [];
}

/** Right sides assigned to a name, and arguments of calls that fill it: `ids.push(x)`, `map.set(k, v)`. */
function writesOf(facts: Facts, declaration: Declaration): readonly ts.Node[] {
  const sources: ts.Node[] = [];
  for (const reference of facts.referencesOf(declaration)) {
    const parent = reference.parent;
    if (isWrite(reference) && ts.isBinaryExpression(parent)) sources.push(parent.right, ...conditionsOf(parent, declaration));
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === reference) {
      const outer = parent.parent;
      if (ts.isCallExpression(outer) && outer.expression === parent && /^(?:push|unshift|set|add|append)$/.test(parent.name.text)) sources.push(...outer.arguments);
      else if (ts.isBinaryExpression(outer) && outer.left === parent && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken) sources.push(outer.right);
    } else if (ts.isElementAccessExpression(parent) && parent.expression === reference && ts.isBinaryExpression(parent.parent) && parent.parent.left === parent) sources.push(parent.parent.right);
  }
  return sources;
}

/** What decides whether an assignment happens at all, up to where its target is declared: `if (admin) ip = given`. */
function conditionsOf(assignment: ts.Node, declaration: Declaration): readonly ts.Node[] {
  const conditions: ts.Node[] = [];
  for (let at = assignment; !isFunctionNode(at) && at.parent && !isWithin(declaration, at.parent); at = at.parent) {
    const parent = at.parent;
    if (ts.isIfStatement(parent) && parent.expression !== at) conditions.push(parent.expression);
    if (ts.isSwitchStatement(parent) && parent.expression !== at) conditions.push(parent.expression);
  }
  return conditions;
}

function isPropertyName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node);
}

/** Whether a name is declared inside a node: it cannot carry a value from one round of that loop to the next. */
export function isDeclaredIn(declaration: Declaration, scope: ts.Node): boolean {
  return isWithin(declaration, scope);
}

