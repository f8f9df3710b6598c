import { ts } from 'ts-morph';
import type { FunctionNode } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { Value } from './value.js';
import { returnedValue } from './values.js';

/** `remember<T>(name, make: () => T): T`: what the argument that decides `T` gives. */
export function inferredValue(facts: Facts, target: FunctionNode, node: ts.CallExpression): Value | undefined {
  const result = target.type ? parameterName(target.type) : undefined;
  if (result === undefined || !target.typeParameters?.some((each) => each.name.text === result)) return undefined;
  for (const [index, parameter] of target.parameters.entries()) {
    const argument = node.arguments[index];
    if (!parameter.type || !argument) continue;
    if (parameterName(parameter.type) === result) return facts.valueOf(argument);
    if (!ts.isFunctionTypeNode(parameter.type) || parameterName(parameter.type.type) !== result) continue;
    const callback = facts.valueOf(argument);
    return callback?.kind === 'function' ? returnedValue(facts, callback.node) : undefined;
  }
  return undefined;
}

/** `T` of `T` and of `Promise<T>`. */
function parameterName(type: ts.TypeNode): string | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const inner = type.typeName.text === 'Promise' ? type.typeArguments?.[0] : undefined;
  return inner ? parameterName(inner) : type.typeName.text;
}
