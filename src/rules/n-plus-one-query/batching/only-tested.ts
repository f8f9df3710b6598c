import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, wrapped } from '../../../syntax/nodes.js';

/** Whether of a query's result nothing matters but that there is one: `if (row)`, `!row`, `Boolean(row)`. */
export function isOnlyTested(facts: Facts, query: ts.Expression): boolean {
  const value = wrapped(awaitOf(query) ?? query);
  if (isTest(value)) return true;
  const { parent } = value;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || parent.type) return false;
  const references = facts.referencesOf(parent);
  return references.length > 0 && !facts.isReassigned(parent) && references.every((each) => isTest(wrapped(each)));
}

function isTest(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isCallExpression(parent)) return parent.expression.getText() === 'Boolean';
  const operator = ts.isBinaryExpression(parent) ? parent.operatorToken.kind : undefined;
  return (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) && isTest(wrapped(parent));
}
