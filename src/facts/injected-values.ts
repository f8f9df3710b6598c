import type { ts } from 'ts-morph';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { Value } from './value.js';

/** How containers are asked for what they made: `container.resolve(Users)`, `moduleRef.get(Users)`, `inject(Users)`. */
const ASKS = /^(?:get|resolve|inject|make|create)(?:Async|Instance|Service|Repository)?$/;

/**
 * What a container gives that is asked by class or by type: `get(Users)` is an instance of that class, `get<Users>('users')`
 * what is written. Only of calls of which nothing else is known.
 */
export function injectedValue(facts: Facts, call: ts.CallExpression): Value | undefined {
  const name = nameOfAccess(unwrap(call.expression));
  if (name === undefined || !ASKS.test(name) || call.arguments.length === 0) return undefined;
  const [written, ...others] = call.typeArguments ?? [];
  if (written && others.length === 0) {
    const value = facts.typeValueOf(written);
    return value?.kind === 'instance' || value?.kind === 'shape' || value?.kind === 'api' ? value : undefined;
  }
  const token = call.arguments[0] ? facts.valueOf(call.arguments[0]) : undefined;
  return token?.kind === 'class' ? { kind: 'instance', node: token.node } : undefined;
}
