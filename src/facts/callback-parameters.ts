import { ts } from 'ts-morph';
import { argumentsOf, isCallLike, nameOfAccess, receiverOf, unwrap, wrapped, type FunctionNode } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { derived, type Value } from './value.js';

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
  const name = nameOfAccess(callee);
  const receiver = receiverOf(callee);
  if (name === undefined || !receiver || position !== 0) return undefined;
  if (name === 'then' && index === 0) return facts.valueOf(receiver);
  const elementIndex = name === 'reduce' || name === 'reduceRight' ? 1 : ELEMENT_FIRST.has(name) ? 0 : -1;
  const collection = index === elementIndex ? facts.valueOf(receiver) : undefined;
  return collection?.kind === 'array' ? collection.element : undefined;
}
