import { ts } from 'ts-morph';
import { identifiersOf, type ParsedFile } from './parsed-file.js';
import type { Change, Replacement } from './rewrite.js';

/** Renames every local of a file, a change each: variables, parameters, functions and classes that are not exported, imports. */
export function renamings(file: ParsedFile): readonly Change[] {
  const uses = new Map<ts.Symbol, ts.Identifier[]>();
  const taken = new Set<string>();
  for (const identifier of identifiersOf(file.tree)) {
    taken.add(identifier.text);
    const symbol = localOf(file, identifier);
    if (symbol) uses.set(symbol, [...(uses.get(symbol) ?? []), identifier]);
  }
  let count = 0;
  const fresh = (symbol: ts.Symbol): string => {
    let name: string;
    do name = neutralName(symbol, ++count);
    while (taken.has(name));
    return name;
  };
  return [...uses].filter(([symbol]) => mayBeRenamed(file, symbol) && !EVIDENCE.some((each) => each.test(symbol.name))).map(([symbol, identifiers]) => {
    const name = fresh(symbol);
    return { path: file.path, replacements: identifiers.map((each) => renamed(each, name)) };
  });
}

/**
 * Words that are evidence on purpose, where nothing but a name tells what is meant. They speak against a finding, never for one:
 * under another name a finding may be surer or appear, and none goes away.
 */
const EVIDENCE: readonly RegExp[] = [
  // A driven browser: what one page is told stays in order.
  /^(?:page|browser)$/,
  // A counter of pages or attempts: its rounds are no elements.
  /^(?:page|attempt)$/,
  // A callback of the owner and a question whether it still lives: what a timer does after the end is harmless or not.
  /^on[A-Z]|[mM]ounted$/,
];

/** A name that says nothing. What a name is to the language or a framework stays: a capital (a component), `use` before one (a hook). */
function neutralName({ name: old, declarations }: ts.Symbol, count: number): string {
  // What a function does that nobody can look into is read off its verb, at medium.
  const verb = declarations?.some(isFunctionLike) ? /^[a-z]+/.exec(old)?.[0] : undefined;
  if (verb !== undefined && verb !== 'use') return `${verb}Item${count}`;
  if (/^use[A-Z]/.test(old)) return `useItem${count}`;
  return /^[A-Z]/.test(old) ? `Item${count}` : `item${count}`;
}

function isFunctionLike(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || (ts.isVariableDeclaration(node) && node.initializer !== undefined && (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer)));
}

function localOf({ checker }: ParsedFile, identifier: ts.Identifier): ts.Symbol | undefined {
  const { parent } = identifier;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === identifier) return checker.getShorthandAssignmentValueSymbol(parent);
  // `export { local as name }`: the first of both names is the local one.
  if (ts.isExportSpecifier(parent)) return parent.parent.parent.moduleSpecifier || parent.propertyName === undefined ? undefined : parent.propertyName === identifier ? checker.getExportSpecifierLocalTargetSymbol(parent) : undefined;
  if (ts.isImportSpecifier(parent) && parent.propertyName === identifier) return undefined;
  return checker.getSymbolAtLocation(identifier);
}

function mayBeRenamed({ tree }: ParsedFile, symbol: ts.Symbol): boolean {
  const declarations = symbol.declarations ?? [];
  return declarations.length > 0 && declarations.every((each) => each.getSourceFile() === tree && isLocal(each, tree));
}

function isLocal(declaration: ts.Declaration, tree: ts.SourceFile): boolean {
  // Names of a script are names of every file.
  if (!ts.isExternalModule(tree) && isTopLevel(declaration) && !/\brequire\(|\bexports\b/.test(tree.text)) return false;
  if (ts.isParameter(declaration)) return ts.isIdentifier(declaration.name) && declaration.name.text !== 'this' && !ts.isParameterPropertyDeclaration(declaration, declaration.parent) && 'body' in declaration.parent && declaration.parent.body !== undefined;
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) return ts.isIdentifier(declaration.name) && !isExported(declaration) && !isExportedByName(declaration.name.text, tree);
  // The table of an entity is called like its class.
  if (ts.isClassDeclaration(declaration) && ((ts.getDecorators(declaration) ?? []).length > 0 || declaration.heritageClauses)) return false;
  if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)) return declaration.name !== undefined && !isExported(declaration) && !isExportedByName(declaration.name.text, tree);
  return ts.isImportSpecifier(declaration) || (ts.isImportClause(declaration) && declaration.name !== undefined) || ts.isNamespaceImport(declaration);
}

function isTopLevel(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isBlock(at) || ts.isForStatement(at) || ts.isForOfStatement(at)) return false;
  }
  return true;
}

function isExported(node: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
}

/** `export { name }`: the name the outside knows. */
function isExportedByName(name: string, tree: ts.SourceFile): boolean {
  return tree.statements.some((each) => ts.isExportDeclaration(each) && !each.moduleSpecifier && each.exportClause && ts.isNamedExports(each.exportClause) && each.exportClause.elements.some((element) => !element.propertyName && element.name.text === name));
}

/** Shorthands are written out: the name of the property stays. */
function renamed(identifier: ts.Identifier, name: string): Replacement {
  const { parent } = identifier;
  const start = identifier.getStart();
  const text = ts.isShorthandPropertyAssignment(parent) && parent.name === identifier ? `${identifier.text}: ${name}`
    : ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && parent.name === identifier && !parent.propertyName && !parent.dotDotDotToken ? `${identifier.text}: ${name}`
    : ts.isImportSpecifier(parent) && !parent.propertyName ? `${identifier.text} as ${name}`
    : name;
  return { start, end: identifier.end, text };
}
