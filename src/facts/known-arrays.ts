import { ts } from 'ts-morph';
import { unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

const GIVES_ARRAY = /^(?:map|filter|slice|sort|toSorted|split|flat|flatMap|concat)$/;

/** Known to be an array, with `slice` and `map`, from how it is made or what its type is said to be. */
export function isArray(facts: Facts, collection: ts.Expression): boolean {
  const node = unwrap(collection);
  if (ts.isArrayLiteralExpression(node)) return true;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    if (GIVES_ARRAY.test(name.text) || (expression.getText() === 'Object' && /^(?:keys|values|entries)$/.test(name.text))) return true;
  }
  // Rows of a query; a chain that was not awaited would not have been run over.
  if (ts.isAwaitExpression(node)) return isArray(facts, node.expression);
  if (ts.isCallExpression(node)) return facts.operationOf(node)?.operation.rows === 'many';
  if (ts.isPropertyAccessExpression(node)) return isArrayMember(facts, node);
  if (!ts.isIdentifier(node)) return false;
  const declaration = facts.declarationOf(node);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  if (declaration.type) return isArrayType(declaration.type);
  return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && isArray(facts, declaration.initializer);
}

function isArrayType(type: ts.TypeNode): boolean {
  if (ts.isTypeOperatorNode(type)) return isArrayType(type.type);
  return ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type) || (ts.isTypeReferenceNode(type) && /^(?:Readonly)?Array$/.test(type.typeName.getText()));
}

/** `order.items`, where the type checker has an array of it. */
function isArrayMember(facts: Facts, node: ts.PropertyAccessExpression): boolean {
  return facts.oracle?.originsOf(node).some((each) => each.kind === 'platform' && /^(?:Readonly)?Array$/.test(each.name)) ?? false;
}
