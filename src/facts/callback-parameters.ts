import { ts } from 'ts-morph';
import { argumentsOf, isCallLike, nameOfAccess, receiverOf, unwrap, wrapped, type FunctionNode } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { derived, type Value } from './value.js';
import { awaitedValue } from './values.js';

/** First parameter is an element of the receiver. */
const ELEMENT_FIRST = new Set(['map', 'forEach', 'filter', 'flatMap', 'find', 'findLast', 'findIndex', 'some', 'every', 'sort', 'toSorted']);

/** What a function given as an argument receives: from the library's table, or the elements of the array it runs over. */
export function callbackParameterValue(facts: Facts, owner: FunctionNode, parameter: ts.ParameterDeclaration): Value | undefined {
  const call = wrapped(owner).parent;
  if (!isCallLike(call)) return undefined;
  const position = argumentsOf(call).findIndex((each) => unwrap(each) === owner);
  if (position < 0 || ts.isTaggedTemplateExpression(call)) return undefined;
  const index = owner.parameters.indexOf(parameter);
  const callee = unwrap(call.expression);
  const target = facts.valueOf(callee);
  if (target?.kind === 'member') {
    const last = argumentsOf(call).length - 1;
    const callback = target.member.callbacks?.find((each) => each.argument === position || (each.argument === -1 && position === last));
    const type = callback?.parameters?.[index];
    return type === undefined ? undefined : derived(target.receiver, type, target.receiver.entity);
  }
  if (target?.kind === 'function') return ownCallbackValue(facts, target.node, position, index);
  const name = nameOfAccess(callee);
  const receiver = receiverOf(callee);
  if (name === undefined || !receiver || position !== 0) return undefined;
  if (name === 'then' && index === 0) return awaitedValue(facts.valueOf(receiver));
  const elementIndex = name === 'reduce' || name === 'reduceRight' ? 1 : ELEMENT_FIRST.has(name) ? 0 : -1;
  const collection = index === elementIndex ? facts.valueOf(receiver) : undefined;
  return collection?.kind === 'array' ? collection.element : undefined;
}

/** The callback goes to a function of the project: what its type says it is given, or what it is called with inside. */
function ownCallbackValue(facts: Facts, target: FunctionNode, position: number, index: number): Value | undefined {
  const taken = target.parameters[position];
  if (!taken) return undefined;
  const written = taken.type && ts.isFunctionTypeNode(taken.type) ? taken.type.parameters[index]?.type : undefined;
  const value = written ? facts.typeValueOf(written) : undefined;
  if (value || !ts.isIdentifier(taken.name)) return value;
  for (const reference of facts.referencesOf(taken)) {
    const call = reference.parent;
    const argument = ts.isCallExpression(call) && call.expression === reference ? call.arguments[index] : undefined;
    const passed = argument ? facts.valueOf(argument) : undefined;
    if (passed) return passed;
    // Passed on: `db.transaction(callback)`.
    const outer = ts.isCallExpression(call) ? call : undefined;
    const place = outer?.arguments.indexOf(reference) ?? -1;
    const next = outer && place >= 0 ? facts.valueOf(unwrap(outer.expression)) : undefined;
    const type = next?.kind === 'member' ? next.member.callbacks?.find((each) => each.argument === place || each.argument === -1)?.parameters?.[index] : undefined;
    if (next?.kind === 'member' && type !== undefined) return derived(next.receiver, type, next.receiver.entity);
  }
  return undefined;
}
