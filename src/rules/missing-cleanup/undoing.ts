import { ts } from 'ts-morph';
import { argumentsOf, enclosingFunction, nameOfAccess, plainText, receiverOf, unwrap, walkOwn } from '../../syntax/nodes.js';
import { areOpposite } from './inverse-names.js';

/**
 * Whether all that a timer does is to take back what the code around it did just before: `mark.add('new'); setTimeout(() =>
 * mark.remove('new'), 2000)`. Without the timer it would stay for ever.
 */
export function takesBack(timer: ts.Node, callback: ts.Expression): boolean {
  const around = enclosingFunction(timer);
  const steps = stepsOf(unwrap(callback));
  if (!around || steps.length === 0) return false;
  const before: ts.Expression[] = [];
  walkOwn(around, (node) => {
    if (ts.isExpressionStatement(node) && node.end <= timer.pos) before.push(unwrap(node.expression));
  });
  return steps.every((step) => before.some((each) => undoes(step, each)));
}

function stepsOf(callback: ts.Expression): readonly ts.Expression[] {
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return [];
  if (!ts.isBlock(callback.body)) return [unwrap(callback.body)];
  const steps = callback.body.statements.flatMap((each) => (ts.isExpressionStatement(each) ? [unwrap(each.expression)] : []));
  return steps.length === callback.body.statements.length ? steps : [];
}

function undoes(later: ts.Expression, earlier: ts.Expression): boolean {
  if (ts.isBinaryExpression(later) && ts.isBinaryExpression(earlier)) return isAssignment(later) && isAssignment(earlier) && plainText(later.left) === plainText(earlier.left);
  if (!ts.isCallExpression(later) || !ts.isCallExpression(earlier)) return false;
  const [one, other] = [later, earlier].map((each) => ({ name: nameOfAccess(unwrap(each.expression)), on: receiverOf(unwrap(each.expression)), what: argumentsOf(each)[0] }));
  if (!one?.on || !other?.on || one.name === undefined || other.name === undefined) return false;
  return areOpposite(one.name, other.name) && plainText(one.on) === plainText(other.on) && one.what !== undefined && other.what !== undefined && saidValue(one.what) === saidValue(other.what);
}

function isAssignment(node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(unwrap(node.left));
}

/** The same for a text however it is quoted. */
function saidValue(value: ts.Expression): string {
  const inner = unwrap(value);
  return ts.isStringLiteralLike(inner) ? JSON.stringify(inner.text) : plainText(inner);
}
