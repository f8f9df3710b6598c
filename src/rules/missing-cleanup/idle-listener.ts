import { ts } from 'ts-morph';
import type { AcquisitionUse } from '../../facts/acquisitions.js';
import type { Facts } from '../../facts/facts.js';
import { argumentsOf, nameOfAccess, receiverOf, unwrap } from '../../syntax/nodes.js';

/** Whether what is registered does nothing (yet): all that it costs is what it holds. */
export function listensIdly(facts: Facts, use: AcquisitionUse): boolean {
  const given = argumentsOf(use.call)[0];
  const value = given && facts.valueOf(unbound(unwrap(given)));
  const body = value?.kind === 'function' ? value.node.body : undefined;
  return body !== undefined && ts.isBlock(body) && body.statements.length === 0;
}

/** `this.onChange` of `this.onChange.bind(this)`. */
function unbound(listener: ts.Expression): ts.Expression {
  const callee = ts.isCallExpression(listener) ? unwrap(listener.expression) : undefined;
  return (callee && nameOfAccess(callee) === 'bind' ? receiverOf(callee) : undefined) ?? listener;
}
