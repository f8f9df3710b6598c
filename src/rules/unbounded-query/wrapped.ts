import { ts } from 'ts-morph';
import { enclosingFunction, nameOfAccess, receiverOf, unwrap, wrapped, awaitOf, type CallLike } from '../../syntax/nodes.js';
import type { Facts } from '../../facts/facts.js';
import type { OperationUse } from '../../facts/operations.js';
import { withArguments, type Frame } from '../../facts/possible-values.js';

/** A query that a function of the project makes on behalf of its caller, who decides about its filter and limit. */
export interface WrappedQuery {
  readonly use: OperationUse;
  /** The arguments of the call in place of the function's parameters. */
  readonly frame: Frame;
}

/** The query behind a thin wrapper: the function hands its rows back. */
export function wrappedQuery(facts: Facts, call: CallLike): WrappedQuery | undefined {
  if (!ts.isCallExpression(call) || call.arguments.some((each) => ts.isSpreadElement(each))) return undefined;
  const [callee, ...others] = facts.calleesOf(call);
  if (!callee || others.length > 0 || callee.parameters.some((each) => each.dotDotDotToken)) return undefined;
  const direct = facts.summaryOf(callee).reached.filter((each) => each.path.length === 1 && each.use.operation.effect !== 'write' && (each.use.operation.rows === 'many'));
  const [reached] = direct;
  if (!reached || direct.length > 1 || reached.loops.length > 0 || enclosingFunction(reached.use.call) !== callee || !handsBack(facts, reached.use.call, callee)) return undefined;
  return { use: reached.use, frame: new Map(callee.parameters.map((parameter, index) => [parameter, call.arguments[index]])) };
}

/** `return query`, or `const rows = await query; return map(rows)`. */
function handsBack(facts: Facts, query: CallLike, callee: ts.Node): boolean {
  const value = wrapped(awaitOf(query) ?? query);
  const { parent } = value;
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent === callee)) return true;
  return ts.isVariableDeclaration(parent) && facts.referencesOf(parent).some((each) => {
    for (let at: ts.Node = each; at !== callee && at.parent; at = at.parent) if (ts.isReturnStatement(at)) return true;
    return false;
  });
}

/** Answers a question about the query twice: as its function has it, and as this call has it. */
export function onBehalf<T>({ frame }: WrappedQuery, question: () => T): { readonly inside: T; readonly here: T } {
  return { inside: question(), here: withArguments(frame, question) };
}

/** The name of what a wrapper is called on: `subscriberRepository` of `this.subscriberRepository.find(…)`. */
export function wrapperName(call: CallLike): string | undefined {
  const receiver = ts.isCallExpression(call) ? receiverOf(unwrap(call.expression)) : undefined;
  return receiver ? nameOfAccess(receiver) : undefined;
}
