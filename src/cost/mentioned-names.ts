import { ts } from 'ts-morph';
import { isFunctionNode, walkOwn } from '../syntax/nodes.js';

/** The names by which the own code of a function may call something, within a stretch of it and outside. */
export interface MentionedNames {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

/** @param owner the function, or the file for its top level */
export function mentionedNames(owner: ts.Node, file: ts.SourceFile, scope: { readonly start: number; readonly end: number }): MentionedNames {
  const inside = new Set<string>();
  const outside = new Set<string>();
  const others = otherNames(owner);
  walkOwn(owner, (node) => {
    const name = mentionedName(node);
    if (name === undefined) return;
    const at = node.getStart(file);
    const names = at >= scope.start && at < scope.end ? inside : outside;
    for (const each of [name, ...(others.get(name) ?? [])]) names.add(each);
  });
  return { inside: [...inside].sort(), outside: [...outside].sort() };
}

function mentionedName(node: ts.Node): string | undefined {
  if (ts.isPrivateIdentifier(node)) return node.text.slice(1);
  if (ts.isStringLiteralLike(node)) return ts.isElementAccessExpression(node.parent) ? node.text : undefined;
  if (!ts.isIdentifier(node)) return undefined;
  const parent = node.parent;
  // What is declared or said as a key calls nothing.
  if ((ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isParameter(parent) || isFunctionNode(parent)) && parent.name === node) return undefined;
  return node.text;
}

/** Functions that a variable holds under another name: `find` for `const load = repository.find` and `const { find: load } = repository`. */
function otherNames(owner: ts.Node): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const remember = (name: ts.Node, other: string | undefined): void => {
    if (ts.isIdentifier(name) && other !== undefined && other !== name.text) found.set(name.text, [...(found.get(name.text) ?? []), other]);
  };
  walkOwn(owner, (node) => {
    if (ts.isBindingElement(node) && node.propertyName) remember(node.name, ts.isIdentifier(node.propertyName) ? node.propertyName.text : undefined);
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const { initializer } = node;
      remember(node.name, ts.isIdentifier(initializer) ? initializer.text : ts.isPropertyAccessExpression(initializer) ? initializer.name.text : undefined);
    }
  });
  return found;
}
