import { ts } from 'ts-morph';
import { nameOfAccess, unwrap, walkOwn, type FunctionNode } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { inheritedOf, type Value } from './value.js';
import { memberResult } from './values.js';

/** `module.exports = (sequelize) => sequelize.define(…)`: factories nest a step or two. */
const MAX_STEPS = 6;

/** What a function returns when it is called with these arguments: for factories whose result is made of a parameter. */
export function valueForArguments(facts: Facts, target: FunctionNode, call: ts.CallExpression): Value | undefined {
  if (target.parameters.length === 0 || !target.body) return undefined;
  const given = new Map<Declaration, ts.Expression>();
  target.parameters.forEach((parameter, index) => {
    const argument = call.arguments[index];
    if (argument && ts.isIdentifier(parameter.name)) given.set(parameter, argument);
  });
  if (given.size === 0) return undefined;
  if (!ts.isBlock(target.body)) return evaluate(facts, target.body, given, 0);
  let value: Value | undefined;
  walkOwn(target.body, (node) => {
    if (!value && ts.isReturnStatement(node) && node.expression) value = evaluate(facts, node.expression, given, 0);
  });
  return value;
}

/** As `valueOf`, with parameters standing for arguments; only the forms factories are made of. */
function evaluate(facts: Facts, expression: ts.Expression, given: ReadonlyMap<Declaration, ts.Expression>, step: number): Value | undefined {
  if (step > MAX_STEPS) return undefined;
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    const argument = declaration ? given.get(declaration) : undefined;
    if (argument) return facts.valueOf(argument);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? evaluate(facts, declaration.initializer, given, step + 1) : undefined;
  }
  if (ts.isAwaitExpression(node)) return evaluate(facts, node.expression, given, step + 1);
  if (ts.isPropertyAccessExpression(node)) {
    const whole = evaluate(facts, node.expression, given, step + 1);
    const name = nameOfAccess(node);
    return whole && name !== undefined ? facts.memberOf(whole, name) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = evaluate(facts, node.expression, given, step + 1);
  if (callee?.kind === 'member') return memberResult(facts, callee.receiver, callee.member, callee.name, node);
  const called = callee?.kind === 'api' ? inheritedOf(callee.library, callee.type, 'call') : undefined;
  return callee?.kind === 'api' && called ? memberResult(facts, callee, called, '', node) : undefined;
}
