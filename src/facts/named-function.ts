import { ts } from 'ts-morph';
import { enclosingFunction, isFunctionNode, unwrap, type FunctionNode } from '../syntax/nodes.js';

/** A function that others can reach by a name of the module or of a class, and the code that belongs to it. */
export interface NamedFunction {
  readonly name: ts.Identifier;
  /** What introduces the name. */
  readonly node: ts.FunctionDeclaration | ts.VariableDeclaration | ts.MethodDeclaration | ts.PropertyDeclaration;
  /** The function that a call by the name runs; none where the name is what a call made of it: `const route = procedure.query(async () => …)`. */
  readonly body: FunctionNode | undefined;
}

/** The outermost function around a node, when the module or a class gives it a name. */
export function namedFunctionAround(node: ts.Node): NamedFunction | undefined {
  let top = isFunctionNode(node) ? node : enclosingFunction(node);
  for (let outer = top && enclosingFunction(top); outer; outer = enclosingFunction(outer)) top = outer;
  if (!top || !top.body) return undefined;
  if (ts.isFunctionDeclaration(top)) return top.name && ts.isSourceFile(top.parent) ? { name: top.name, node: top, body: top } : undefined;
  if (ts.isMethodDeclaration(top)) return ts.isClassLike(top.parent) && ts.isIdentifier(top.name) ? { name: top.name, node: top, body: top } : undefined;
  return ts.isArrowFunction(top) || ts.isFunctionExpression(top) ? nameOfValue(top) : undefined;
}

/** `const load = async () => …`, `load = async () => …` in a class, `const route = procedure.query(async () => …)`. */
function nameOfValue(body: ts.ArrowFunction | ts.FunctionExpression): NamedFunction | undefined {
  let value: ts.Node = body;
  while (ts.isCallExpression(value.parent) || ts.isPropertyAccessExpression(value.parent) || (ts.isExpression(value.parent) && unwrap(value.parent) === unwrap(value as ts.Expression))) value = value.parent;
  const { parent } = value;
  const runs = unwrap(value as ts.Expression) === body ? body : undefined;
  if (ts.isPropertyDeclaration(parent)) return ts.isIdentifier(parent.name) && runs ? { name: parent.name, node: parent, body: runs } : undefined;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || !ts.isVariableStatement(parent.parent.parent)) return undefined;
  return ts.isSourceFile(parent.parent.parent.parent) ? { name: parent.name, node: parent, body: runs } : undefined;
}
