import { ts } from 'ts-morph';
import { isCallLike, unwrap } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { isBuilder } from './chains.js';
import type { Facts } from './facts.js';
import { inheritedOf, type Value } from './value.js';

/**
 * What two queries asked of one builder have to do with each other. ordered: the second has more added to the builder than the
 * first was to see · together: the builder is asked for two things at a time, and keeps the state of the last
 */
export type BuilderSharing = 'ordered' | 'together';

/**
 * `query.getCount()` and `query.take(20).getMany()`: builders are changed by what is called on them, unless the calls begin with
 * `clone()`. `undefined` where the queries share no builder, or the earlier one has taken its copy when the later is asked.
 */
export function builderSharing(facts: Facts, earlier: ts.Expression, later: ts.Expression): BuilderSharing | undefined {
  const [one, other] = [partOf(facts, earlier), partOf(facts, later)];
  if (!one || !other || one.builder !== other.builder) return undefined;
  // One that runs when it is awaited has all of both added before the first of them runs.
  if (inheritedOf(one.type.library, one.type.type, 'awaited')) return one.added.length + other.added.length > 0 ? 'ordered' : undefined;
  if (inheritedOf(one.type.library, one.type.type, 'stateful') !== true || countsRows(facts, earlier)) return undefined;
  return other.added.length > 1 ? 'ordered' : 'together';
}

interface BuilderPart {
  readonly builder: Declaration;
  readonly type: Extract<Value, { kind: 'api' }>;
  /** Names of what is called on the builder, in order. */
  readonly added: readonly string[];
}

function partOf(facts: Facts, operand: ts.Expression): BuilderPart | undefined {
  const added: string[] = [];
  let at = unwrap(operand);
  while (ts.isCallExpression(at)) {
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    if (!/^(?:then|catch|finally)$/.test(callee.name.text)) added.unshift(callee.name.text);
    at = unwrap(callee.expression);
  }
  const builder = ts.isIdentifier(at) && added[0] !== 'clone' ? facts.declarationOf(at) : undefined;
  const type = builder && isBuilder(facts, at) ? facts.valueOf(at) : undefined;
  return builder && type?.kind === 'api' ? { builder, type, added } : undefined;
}

function countsRows(facts: Facts, operand: ts.Expression): boolean {
  const call = unwrap(operand);
  return isCallLike(call) && facts.operationOf(call)?.operation.rows === 'count';
}
