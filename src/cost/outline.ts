import { ts } from 'ts-morph';
import { isFunctionNode, nameOfAccess, walk, type FunctionNode } from '../syntax/nodes.js';
import type { OutlinedFunction } from './questions.js';

/** A file's functions in the order of their beginning, with their nodes; the first is the file's top level. */
export interface Outline {
  readonly functions: readonly OutlinedFunction[];
  readonly nodes: readonly (ts.SourceFile | FunctionNode)[];
}

export function outlineOf(file: ts.SourceFile): Outline {
  const nodes: (ts.SourceFile | FunctionNode)[] = [file];
  walk(file, (node) => {
    // An overload has no body and never runs.
    if (isFunctionNode(node) && node.body) nodes.push(node);
  });
  return { nodes, functions: nodes.map((node) => (ts.isSourceFile(node) ? topLevel(node) : outlined(node, file))) };
}

function topLevel(file: ts.SourceFile): OutlinedFunction {
  const end = place(file, file.end);
  return { name: '', line: 1, column: 1, atLine: 1, bodyLine: 1, bodyColumn: 1, endLine: end.line, endColumn: end.column };
}

function outlined(node: FunctionNode, file: ts.SourceFile): OutlinedFunction {
  const from = place(file, node.getStart(file));
  const body = place(file, node.body?.getStart(file) ?? node.end);
  const end = place(file, node.end);
  const at = ts.isArrowFunction(node) ? from : place(file, parametersStart(node, file));
  return { name: nameOf(node), line: from.line, column: from.column, atLine: at.line, bodyLine: body.line, bodyColumn: body.column, endLine: end.line, endColumn: end.column };
}

function parametersStart(node: FunctionNode, file: ts.SourceFile): number {
  return node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken)?.getStart(file) ?? node.getStart(file);
}

/** By ECMAScript's rules for anonymous functions that are assigned, and by V8's for those assigned to members. */
function nameOf(node: FunctionNode): string {
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text ?? '';
  if (!ts.isArrowFunction(node) && node.name) return propertyName(node.name);
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : '';
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return propertyName(parent.name);
  if (ts.isBinaryExpression(parent) && parent.right === node) return nameOfAccess(parent.left) ?? '';
  return '';
}

function propertyName(name: ts.PropertyName): string {
  if (ts.isPrivateIdentifier(name)) return name.text.slice(1);
  return ts.isComputedPropertyName(name) ? '' : name.text;
}

function place(file: ts.SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}
