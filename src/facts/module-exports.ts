import { ts } from 'ts-morph';
import { unwrap } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';

/** What one exported name leads to inside its file. */
export type Export =
  | { readonly kind: 'declaration'; readonly node: Declaration }
  | { readonly kind: 'expression'; readonly node: ts.Expression }
  /** `export { name } from 'specifier'`; `*` for the whole module. */
  | { readonly kind: 'from'; readonly specifier: string; readonly name: string }
  /** `export { local as name }`: look the local name up. */
  | { readonly kind: 'local'; readonly node: ts.Identifier };

export interface ModuleExports {
  readonly named: ReadonlyMap<string, Export>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** `module.exports = …` or `export =`. */
  readonly whole?: ts.Expression;
}

/** The exports of one file, ES modules and CommonJS alike. Reads statements only, never inside functions. */
export function collectExports(file: ts.SourceFile): ModuleExports {
  const named = new Map<string, Export>();
  const stars: string[] = [];
  let whole: ts.Expression | undefined;
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) collectExportDeclaration(statement, named, stars);
    else if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals) whole = statement.expression;
      else named.set('default', { kind: 'expression', node: statement.expression });
    } else if (ts.isExpressionStatement(statement)) whole = collectCommonJs(statement.expression, named) ?? whole;
    else if (hasExportModifier(statement)) collectDeclaration(statement, named);
  }
  return { named, stars, ...(whole ? { whole } : {}) };
}

function collectExportDeclaration(statement: ts.ExportDeclaration, named: Map<string, Export>, stars: string[]): void {
  const specifier = statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined;
  const clause = statement.exportClause;
  if (!clause) {
    if (specifier !== undefined) stars.push(specifier);
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined) named.set(clause.name.text, { kind: 'from', specifier, name: '*' });
  } else {
    for (const element of clause.elements) {
      const local = element.propertyName ?? element.name;
      if (specifier !== undefined) named.set(element.name.text, { kind: 'from', specifier, name: local.text });
      else if (ts.isIdentifier(local)) named.set(element.name.text, { kind: 'local', node: local });
    }
  }
}

function collectDeclaration(statement: ts.Statement, named: Map<string, Export>): void {
  if (ts.isVariableStatement(statement)) {
    const declare = (name: ts.BindingName, node: Declaration): void => {
      if (ts.isIdentifier(name)) named.set(name.text, { kind: 'declaration', node });
      else for (const element of name.elements) if (ts.isBindingElement(element)) declare(element.name, element);
    };
    for (const declaration of statement.declarationList.declarations) declare(declaration.name, declaration);
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isModuleDeclaration(statement)) {
    const isDefault = statement.modifiers?.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword) ?? false;
    const name = isDefault ? 'default' : statement.name?.text;
    // Overloads repeat the name; the one with a body is the one to read.
    // A namespace of the same name adds to a class or function; it is not what the name stands for.
    const adds = (ts.isFunctionDeclaration(statement) && !statement.body) || ts.isModuleDeclaration(statement) || ts.isInterfaceDeclaration(statement);
    if (name !== undefined && !(adds && isCallable(named.get(name)))) named.set(name, { kind: 'declaration', node: statement });
  }
}

function isCallable(known: Export | undefined): boolean {
  return known?.kind === 'declaration' && (ts.isClassLike(known.node) || ts.isFunctionDeclaration(known.node) || ts.isEnumDeclaration(known.node));
}

/** `exports.a = b`, `module.exports.a = b`, and `module.exports = x`, whose right side is returned. */
function collectCommonJs(expression: ts.Expression, named: Map<string, Export>): ts.Expression | undefined {
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left, right } = expression;
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  if (isModuleExports(left)) return assignedValue(right);
  if (isModuleExports(left.expression) || (ts.isIdentifier(left.expression) && left.expression.text === 'exports')) named.set(left.name.text, { kind: 'expression', node: right });
  return undefined;
}

/** `x` of `module.exports = exports = x`. */
function assignedValue(right: ts.Expression): ts.Expression {
  const inner = unwrap(right);
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.EqualsToken ? assignedValue(inner.right) : inner;
}

function isModuleExports(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'exports' && ts.isIdentifier(node.expression) && node.expression.text === 'module';
}

function hasExportModifier(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) ?? false);
}
