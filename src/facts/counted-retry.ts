import { ts } from 'ts-morph';
import { isWithin, plainText, unwrap, walk } from '../syntax/nodes.js';
import { functionAround } from './releases.js';

/** `if (attempts > 0) requestAnimationFrame(() => retry(attempts - 1))`: it comes to an end by counting. */
export function isCountedRetry(call: ts.Node): boolean {
  const counted = new Set<string>();
  const count = (node: ts.Node): void => {
    const isStep = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken : false;
    if (isStep) counted.add(plainText((node as ts.PrefixUnaryExpression).operand));
    if (ts.isBinaryExpression(node) && ts.isNumericLiteral(node.right) && /^[+-]=?$/.test(node.operatorToken.getText())) counted.add(plainText(node.left));
  };
  const around = functionAround(call);
  walk(around, count);
  let ends = false;
  walk(around, (node) => {
    if (!ts.isIfStatement(node) && !ts.isConditionalExpression(node)) return !ends;
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    const isGuard = isWithin(call, node) || (node.end <= call.pos && ts.isIfStatement(node) && leaves(node.thenStatement));
    ends ||= isGuard && isCompared(condition, counted);
    return !ends;
  });
  return ends;
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function isCompared(condition: ts.Expression, counted: ReadonlySet<string>): boolean {
  const node = unwrap(condition);
  if (!ts.isBinaryExpression(node)) return false;
  if (/^(?:&&|\|\|)$/.test(node.operatorToken.getText())) return isCompared(node.left, counted) || isCompared(node.right, counted);
  const name = (side: ts.Expression): string => plainText(side).replace(/^(?:\+\+|--)|(?:\+\+|--)$/g, '');
  return /^[<>]=?$/.test(node.operatorToken.getText()) && (counted.has(name(node.left)) || counted.has(name(node.right)));
}
