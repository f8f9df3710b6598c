import { ts } from 'ts-morph';
import type { TextEdit } from '../core/finding.js';
import { scriptBlocksOf } from './component-script.js';
import { insertion } from './edits.js';
import { statementEnd, indentOf, lineBreakOf, ownStart, quoteOf } from './layout.js';

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
  const imports = file.statements.filter(ts.isImportDeclaration).filter((each) => isInSameScript(file, each, near));
  const ours = imports.filter((each) => ts.isStringLiteral(each.moduleSpecifier) && specifiers.includes(each.moduleSpecifier.text) && each.importClause?.isTypeOnly !== true);
  for (const each of ours) {
    const known = knownName(each, name);
    if (known !== undefined) return { text: known, edits: [] };
  }
  if (isDeclared(file, name)) return undefined;
  for (const each of ours) {
    const edit = addedTo(each, name);
    if (edit) return { text: name, edits: [edit] };
  }
  const required = ours.length === 0 ? requiredAs(file, name, specifiers) : undefined;
  return required ?? newImport(file, near, imports, name, specifiers);
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
function requiredAs(file: ts.SourceFile, name: string, specifiers: readonly string[]): ImportedName | undefined {
  for (const statement of file.statements) {
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    if (!declaration?.initializer || !isRequire(declaration.initializer, specifiers)) continue;
    if (ts.isIdentifier(declaration.name)) return { text: `${declaration.name.text}.${name}`, edits: [] };
    const last = ts.isObjectBindingPattern(declaration.name) ? declaration.name.elements.at(-1) : undefined;
    if (last && !last.dotDotDotToken) return { text: name, edits: [insertion(file, last.end, `, ${name}`)] };
  }
  return undefined;
}

function isRequire(node: ts.Expression, specifiers?: readonly string[]): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require') return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) && (specifiers === undefined || specifiers.includes(specifier.text));
}

function newImport(file: ts.SourceFile, near: ts.Node, imports: readonly ts.ImportDeclaration[], name: string, specifiers: readonly string[]): ImportedName | undefined {
  const [first] = specifiers;
  if (first === undefined) return undefined;
  const end = statementEnd(file);
  const newline = lineBreakOf(file);
  const requires = file.statements.filter((each) => ts.isVariableStatement(each) && each.declarationList.declarations.some((declaration) => declaration.initializer && isRequire(declaration.initializer)));
  const last = imports.at(-1) ?? requires.at(-1);
  const quote = /(['"])[^'"]*\1;?\)?;?\s*$/.exec(last?.getText() ?? '')?.[1] ?? quoteOf(file);
  const specifier = `${quote}${specifierLike(imports, specifiers) ?? first}${quote}`;
  const code = imports.length === 0 && requires.length > 0 ? `const { ${name} } = require(${specifier})${end}` : `import { ${name} } from ${specifier}${end}`;
  if (last) return { text: name, edits: [insertion(file, last.end, `${newline}${indentOf(last)}${code}`)] };
  const statement = file.statements.find((each) => isInSameScript(file, each, near) && !(ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression)));
  return statement && { text: name, edits: [insertion(file, ownStart(statement), `${code}${newline}${newline}${indentOf(statement)}`)] };
}

/** With or without `node:`, as the file has it elsewhere. */
function specifierLike(imports: readonly ts.ImportDeclaration[], specifiers: readonly string[]): string | undefined {
  const prefixed = imports.some((each) => each.moduleSpecifier.getText().slice(1).startsWith('node:'));
  const bare = specifiers.find((each) => !each.startsWith('node:'));
  return prefixed || bare === undefined ? undefined : imports.some((each) => /^['"](?:fs|path|stream|events|http|util|os|crypto|fs\/promises)['"]$/.test(each.moduleSpecifier.getText())) ? bare : undefined;
}

/** Declared anywhere in the file: a name of an outer scope would be shadowed there or shadow it. */
function isDeclared(file: ts.SourceFile, name: string): boolean {
  if (!file.text.includes(name)) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    const { name: own } = node as { readonly name?: ts.Node };
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node);
    if (declares && own && ts.isIdentifier(own) && own.text === name) found = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
