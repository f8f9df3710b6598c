import { ts } from 'ts-morph';
import type { TextEdit } from '../core/finding.js';
import { scriptBlocksOf } from './component-script.js';
import { insertion } from './edits.js';
import { statementEnd, indentOf, lineBreakOf, ownStart, quoteOf } from './layout.js';
import { isFunctionNode, isWithin } from './nodes.js';

/** A name that code may use, and the edits that make it known there. */
export interface ImportedName {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What a function of a package is called where `near` stands: the name it is imported by already, a member of the imported whole,
 * or a name added to the imports. `undefined` where the name means something else in the file.
 * @param specifiers the package under its names, the one to write first: `['node:stream', 'stream']`
 */
export function importedAs(near: ts.Node, name: string, specifiers: readonly string[]): ImportedName | undefined {
  const file = near.getSourceFile();
  const ours = importsOf(near, specifiers);
  const known = firstOf(ours, (each) => knownName(each, name)) ?? (ours.length === 0 ? firstOf(requiresOf(file, specifiers), (each) => memberOfRequired(each, name)) : undefined);
  if (known !== undefined) return { text: known, edits: [] };
  const edits = importEdits(near, name, specifiers);
  return edits && { text: name, edits };
}

/**
 * Edits that make a name of a package known under that very name where `near` stands; none where it is already. `undefined` where
 * the name means something else in the file.
 * @param specifiers the package under its names, the one to write first
 */
export function importEdits(near: ts.Node, name: string, specifiers: readonly string[]): readonly TextEdit[] | undefined {
  const file = near.getSourceFile();
  const ours = importsOf(near, specifiers);
  const required = requiresOf(file, specifiers);
  if (ours.some((each) => knownName(each, name) === name) || required.some((each) => isDestructuredInto(each, name))) return [];
  if (isDeclaredAround(near, name)) return undefined;
  const added = firstOf(ours, (each) => addedTo(each, name)) ?? (ours.length === 0 ? firstOf(required, (each) => addedToRequired(each, name)) : undefined) ?? newImport(file, near, name, specifiers);
  return added && [added];
}

function firstOf<T, R>(list: readonly T[], ask: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const answer = ask(each);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function importsNear(near: ts.Node): readonly ts.ImportDeclaration[] {
  const file = near.getSourceFile();
  return file.statements.filter(ts.isImportDeclaration).filter((each) => isInSameScript(file, each, near));
}

/** Imports of a package's values. */
function importsOf(near: ts.Node, specifiers: readonly string[]): readonly ts.ImportDeclaration[] {
  return importsNear(near).filter((each) => ts.isStringLiteral(each.moduleSpecifier) && specifiers.includes(each.moduleSpecifier.text) && each.importClause?.isTypeOnly !== true);
}

function isInSameScript(file: ts.SourceFile, a: ts.Node, b: ts.Node): boolean {
  const block = scriptBlocksOf(file)?.find((each) => b.getStart() >= each.start && b.end <= each.end);
  return block === undefined || (a.getStart() >= block.start && a.end <= block.end);
}

/** `useRef`, its alias, or `React.useRef`. */
function knownName(declaration: ts.ImportDeclaration, name: string): string | undefined {
  const clause = declaration.importClause;
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return `${bindings.name.text}.${name}`;
  const named = bindings?.elements.find((each) => !each.isTypeOnly && (each.propertyName ?? each.name).text === name);
  if (named) return named.name.text;
  // The default export of these packages is all of them.
  return clause?.name && !bindings && /^(?:react|preact\/compat|node:\w+|stream|events)$/.test((declaration.moduleSpecifier as ts.StringLiteral).text) ? `${clause.name.text}.${name}` : undefined;
}

function addedTo(declaration: ts.ImportDeclaration, name: string): TextEdit | undefined {
  const clause = declaration.importClause;
  const bindings = clause?.namedBindings;
  const file = declaration.getSourceFile();
  if (clause && !bindings && clause.name) return insertion(file, clause.name.end, `, { ${name} }`);
  if (!bindings || !ts.isNamedImports(bindings)) return undefined;
  const last = bindings.elements.at(-1);
  if (!last) return { path: file.fileName, start: bindings.getStart(), end: bindings.end, newText: `{ ${name} }` };
  const broken = file.text.slice(bindings.getStart(), last.getStart()).includes('\n');
  return insertion(file, last.end, broken ? `,${lineBreakOf(file)}${indentOf(last)}${name}` : `, ${name}`);
}

/** `const { Readable } = require('stream')`, `const stream = require('stream')`. */
function requiresOf(file: ts.SourceFile, specifiers: readonly string[]): readonly ts.VariableDeclaration[] {
  return file.statements.filter(ts.isVariableStatement).flatMap((each) => each.declarationList.declarations).filter(({ initializer }) => initializer !== undefined && isRequire(initializer, specifiers));
}

/** `stream.Readable`, or what it was destructured into. */
function memberOfRequired({ name: target }: ts.VariableDeclaration, name: string): string | undefined {
  if (ts.isIdentifier(target)) return `${target.text}.${name}`;
  const element = ts.isObjectBindingPattern(target) ? target.elements.find((each) => (each.propertyName ?? each.name).getText() === name) : undefined;
  return element && ts.isIdentifier(element.name) ? element.name.text : undefined;
}

function isDestructuredInto(declaration: ts.VariableDeclaration, name: string): boolean {
  return ts.isObjectBindingPattern(declaration.name) && memberOfRequired(declaration, name) === name;
}

function addedToRequired({ name: target }: ts.VariableDeclaration, name: string): TextEdit | undefined {
  const last = ts.isObjectBindingPattern(target) ? target.elements.at(-1) : undefined;
  return last && !last.dotDotDotToken ? insertion(last.getSourceFile(), last.end, `, ${name}`) : undefined;
}

function isRequire(node: ts.Expression, specifiers?: readonly string[]): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require') return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) && (specifiers === undefined || specifiers.includes(specifier.text));
}

function newImport(file: ts.SourceFile, near: ts.Node, name: string, specifiers: readonly string[]): TextEdit | undefined {
  const imports = importsNear(near);
  const [first] = specifiers;
  if (first === undefined) return undefined;
  const end = statementEnd(file);
  const newline = lineBreakOf(file);
  const requires = file.statements.filter((each) => ts.isVariableStatement(each) && each.declarationList.declarations.some((declaration) => declaration.initializer && isRequire(declaration.initializer)));
  const last = imports.at(-1) ?? requires.at(-1);
  const quote = /(['"])[^'"]*\1;?\)?;?\s*$/.exec(last?.getText() ?? '')?.[1] ?? quoteOf(file);
  const specifier = `${quote}${specifierLike(imports, specifiers) ?? first}${quote}`;
  const code = imports.length === 0 && requires.length > 0 ? `const { ${name} } = require(${specifier})${end}` : `import { ${name} } from ${specifier}${end}`;
  if (last) return insertion(file, last.end, `${newline}${indentOf(last)}${code}`);
  const statement = file.statements.find((each) => isInSameScript(file, each, near) && !(ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression)));
  return statement && insertion(file, ownStart(statement), `${code}${newline}${newline}${indentOf(statement)}`);
}

/** With or without `node:`, as the file has it elsewhere. */
function specifierLike(imports: readonly ts.ImportDeclaration[], specifiers: readonly string[]): string | undefined {
  const prefixed = imports.some((each) => each.moduleSpecifier.getText().slice(1).startsWith('node:'));
  const bare = specifiers.find((each) => !each.startsWith('node:'));
  return prefixed || bare === undefined ? undefined : imports.some((each) => /^['"](?:fs|path|stream|events|http|util|os|crypto|fs\/promises)['"]$/.test(each.moduleSpecifier.getText())) ? bare : undefined;
}

/** Whether the name means something else where `near` stands, or in the whole file. Locals of other places may have it too. */
function isDeclaredAround(near: ts.Node, name: string): boolean {
  const file = near.getSourceFile();
  if (!file.text.includes(name)) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const { name: own } = node as { readonly name?: ts.Node };
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node);
    if (declares && own && ts.isIdentifier(own) && own.text === name && isWithin(near, scopeOf(node))) found = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The block, loop or function in which a declaration is known; all of the function for what may be a `var`. */
function scopeOf(declaration: ts.Node): ts.Node {
  let at = declaration.parent;
  const isBlockScoped = (node: ts.Node): boolean => ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0;
  let blocks = !ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration);
  while (!ts.isSourceFile(at) && !isFunctionNode(at) && !(blocks && (ts.isBlock(at) || ts.isIterationStatement(at, false) || ts.isCaseBlock(at) || ts.isCatchClause(at)))) {
    blocks ||= isBlockScoped(at);
    at = at.parent;
  }
  return at;
}
