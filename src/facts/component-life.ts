import { ts } from 'ts-morph';
import { isDismissing, isPassing } from '../knowledge/passing-components.js';
import { type FunctionNode, isFunctionNode, isWithin, nameOfAccess, unwrap, wrapped } from '../syntax/nodes.js';
import { wordsOf } from './call-names.js';
import type { Facts } from './facts.js';
import { functionName, type Owner } from './lifetimes.js';

/** Whether an effect depends on nothing: it runs once each time its component is mounted. */
export function runsOnMount({ kind, node, callback }: Owner): boolean {
  const call = wrapped(node).parent;
  if (kind !== 'effect' || !ts.isCallExpression(call) || callback?.cleanup !== 'returned') return false;
  const given = call.arguments[callback.argument + 1];
  const dependencies = given && unwrap(given);
  return dependencies !== undefined && ts.isArrayLiteralExpression(dependencies) && dependencies.elements.length === 0;
}

/**
 * Whether the component of an effect is seen to come and go: by its name, by a property to dismiss it with, or by being shown
 * under a condition, in a list or as a route in the same file; a hook, by being called in several places of it.
 */
export function comesAndGoes(facts: Facts, effect: ts.Node): boolean {
  const component = componentAround(effect);
  const name = component ? functionName(component) : undefined;
  if (!component || name === undefined) return false;
  const uses = usesOf(facts, component, name);
  if (/^use[A-Z]/.test(name)) return uses.filter((each) => ts.isCallExpression(each.parent) && each.parent.expression === each).length > 1;
  return isPassing(wordsOf(name)) || takesDismissal(component) || uses.some(isShownAtTimes);
}

function componentAround(node: ts.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (isFunctionNode(at) && /^(?:[A-Z]|use[A-Z])/.test(functionName(at) ?? '')) return at;
  }
  return undefined;
}

function usesOf(facts: Facts, component: ts.Node, name: string): readonly ts.Identifier[] {
  return facts.bindingsOf(component.getSourceFile()).identifiersNamed(name).filter((each) => !isWithin(each, component));
}

/** `function Preview({ onClose })` */
function takesDismissal(component: FunctionNode): boolean {
  const properties = component.parameters[0]?.name;
  return properties !== undefined && ts.isObjectBindingPattern(properties) && properties.elements.some((each) => isDismissing((each.propertyName ?? each.name).getText()));
}

/** `open && <Preview />`, `rows.map((row) => <Preview />)`, `<Route element={<Preview />} />`. */
function isShownAtTimes(use: ts.Identifier): boolean {
  let at: ts.Node = use;
  while (!ts.isStatement(at)) {
    const { parent } = at;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return true;
    if (isFunctionNode(parent) && isMapped(parent)) return true;
    if (ts.isJsxAttribute(parent) && /^(?:element|component|render|Component)$/.test(parent.name.getText())) return true;
    at = parent;
  }
  return ts.isReturnStatement(at) && isConditional(at);
}

function isMapped(callback: ts.Node): boolean {
  const call = wrapped(callback).parent;
  return ts.isCallExpression(call) && nameOfAccess(unwrap(call.expression)) === 'map';
}

function isConditional(statement: ts.Statement): boolean {
  const around = ts.isBlock(statement.parent) ? statement.parent.parent : statement.parent;
  return ts.isIfStatement(around);
}
