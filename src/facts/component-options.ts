import { ts } from 'ts-morph';
import { lifecycles, type Lifecycle } from '../knowledge/lifecycles.js';
import { isComponentPath } from '../syntax/component-script.js';
import { isFunctionNode, unwrap, wrapped } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { memberName } from './members.js';
import { isNamed } from './named-import.js';

/** A component declared as an object: its members are to it what methods are to a class. */
export interface ComponentOptions {
  readonly node: ts.ObjectLiteralExpression;
  readonly lifecycle: Lifecycle;
}

/** The options object a member of a component stands in: `export default { mounted() {} }` of a component file, `defineComponent({ … })`. */
export function componentOptionsAround(facts: Facts, node: ts.Node): ComponentOptions | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at) || ts.isFunctionDeclaration(at)) return undefined;
    const found = ts.isObjectLiteralExpression(at) ? componentOptions(facts, at) : undefined;
    if (found) return found;
  }
  return undefined;
}

export function componentOptions(facts: Facts, node: ts.ObjectLiteralExpression): ComponentOptions | undefined {
  const parent = wrapped(node).parent;
  // A mixin looks the same, but may well be the application's own.
  if (ts.isExportAssignment(parent)) return isComponentPath(node.getSourceFile().fileName) ? described(node, optionLifecycles[0]) : undefined;
  if (!ts.isCallExpression(parent) || parent.expression === wrapped(node)) return undefined;
  const callee = unwrap(parent.expression);
  return described(node, optionLifecycles.find((each) => isNamed(facts, callee, each.options ?? [], each.packages)));
}

const optionLifecycles = lifecycles.filter((each) => each.options !== undefined);

function described(node: ts.ObjectLiteralExpression, lifecycle: Lifecycle | undefined): ComponentOptions | undefined {
  return lifecycle ? { node, lifecycle } : undefined;
}

/** Members of the options that end the component's life. */
export function optionTeardowns({ node, lifecycle }: ComponentOptions): readonly ts.ObjectLiteralElementLike[] {
  return node.properties.filter((each) => each.name !== undefined && lifecycle.teardown.includes(memberName(each.name) ?? ''));
}

/** The member a node is in: one of the options, or one of a group of them such as `methods`. */
export function optionMember({ node }: ComponentOptions, inside: ts.Node): ts.ObjectLiteralElementLike | undefined {
  const isAround = (each: ts.Node): boolean => inside.pos >= each.pos && inside.end <= each.end;
  const member = node.properties.find(isAround);
  if (!member || !ts.isPropertyAssignment(member)) return member;
  const value = unwrap(member.initializer);
  if (isFunctionNode(value) || !ts.isObjectLiteralExpression(value)) return member;
  return value.properties.find(isAround) ?? member;
}
