import { ts } from 'ts-morph';
import type { Facts } from './facts.js';
import { derived, type Value } from './value.js';

/** What the type checker says an expression is: an API type of a known package, or a class or object of the project. */
export function checkedValue(facts: Facts, expression: ts.Expression): Value | undefined {
  return facts.memo('checked', expression, () => findChecked(facts, expression), undefined);
}

function findChecked(facts: Facts, expression: ts.Expression): Value | undefined {
  for (const origin of facts.oracle?.originsOf(expression) ?? []) {
    if (origin.kind === 'package') {
      const known = facts.knowledge.declaredType(origin.specifier, origin.name);
      if (known) return derived({ kind: 'api', library: known.library, type: '', proof: 'declaration' }, known.entry, origin.argument);
      continue;
    }
    if (origin.kind === 'platform') {
      const known = facts.knowledge.globalType(origin.name);
      if (known) return derived({ kind: 'api', library: known.library, type: '', proof: 'declaration' }, known.entry, undefined);
      continue;
    }
    const value = declaredValue(origin.node);
    if (value) return value;
  }
  return undefined;
}

function declaredValue(node: ts.Node): Value | undefined {
  if (ts.isClassLike(node)) return { kind: 'instance', node };
  if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) return { kind: 'shape', node };
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node };
  return undefined;
}
