import { ts } from 'ts-morph';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import type { Export } from './module-exports.js';
import type { Value } from './value.js';
import { declarationValue, memberValue, packageModule } from './values.js';

type ImportDeclarationNode = ts.ImportClause | ts.ImportSpecifier | ts.NamespaceImport | ts.ImportEqualsDeclaration;

/** What an imported name stands for: an export of a source file, or of a package some table describes. */
export function findImport(facts: Facts, declaration: ImportDeclarationNode): Value | undefined {
  const imported = importedName(declaration);
  if (!imported) return undefined;
  const resolution = facts.resolve(imported.specifier, declaration.getSourceFile());
  if (resolution.kind === 'source') {
    const value = facts.exportedValue(resolution.path, imported.name);
    if (value) return value;
  }
  // A path that leads nowhere may be generated code (a Prisma client); tables match it by its text.
  return importedFromPackage(facts, resolution.kind === 'package' ? resolution.specifier : imported.specifier, imported.name, resolution.kind === 'source');
}

function importedFromPackage(facts: Facts, specifier: string, name: string, resolved: boolean): Value | undefined {
  if (name === '*') return resolved ? undefined : packageModule(facts, specifier);
  const known = facts.knowledge.exportOf(specifier, name) ?? (name === 'default' ? facts.knowledge.exportOf(specifier, '*') : undefined);
  if (known) return memberValue(known.library, known.entry, name, 'flow');
  return resolved ? undefined : { kind: 'external', specifier, name };
}

/** Where an imported local name comes from. */
export function importedName(declaration: ImportDeclarationNode): { readonly specifier: string; readonly name: string } | undefined {
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    return ts.isExternalModuleReference(reference) && ts.isStringLiteral(reference.expression) ? { specifier: reference.expression.text, name: 'default' } : undefined;
  }
  const statement = ts.isImportClause(declaration) ? declaration.parent : ts.isNamespaceImport(declaration) ? declaration.parent.parent : declaration.parent.parent.parent;
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const name = ts.isImportClause(declaration) ? 'default' : ts.isNamespaceImport(declaration) ? '*' : (declaration.propertyName ?? declaration.name).text;
  return { specifier: statement.moduleSpecifier.text, name };
}

/** Follows re-exports; `export *` cycles end after as many steps as files can be chained in practice. */
const MAX_REEXPORTS = 16;

interface Located {
  readonly found: Export;
  readonly file: ts.SourceFile;
}

export function findExport(facts: Facts, path: string, name: string, depth = 0): Value | undefined {
  const file = facts.fileAt(path);
  if (!file) return undefined;
  if (name === '*') return { kind: 'module', path };
  const located = locate(facts, path, name, 0);
  if (located) return exportValue(facts, located, depth);
  const whole = facts.exportsOf(file).whole;
  if (whole) {
    const value = facts.valueOf(whole);
    return name === 'default' || !value ? value : facts.memberOf(value, name);
  }
  for (const specifier of facts.exportsOf(file).stars) {
    const resolution = facts.resolve(specifier, file);
    const value = resolution.kind === 'source' ? undefined : importedFromPackage(facts, specifier, name, true);
    if (value) return value;
  }
  // `import x from './commonjs'` without module.exports gives the namespace.
  return name === 'default' && facts.exportsOf(file).named.size > 0 ? { kind: 'module', path } : undefined;
}

function exportValue(facts: Facts, { found, file }: Located, depth: number): Value | undefined {
  if (depth > MAX_REEXPORTS) return undefined;
  switch (found.kind) {
    case 'declaration':
      return declarationValue(facts, found.node);
    case 'expression':
      return facts.valueOf(found.node);
    case 'local': {
      const declaration = facts.declarationOf(found.node);
      return declaration ? facts.valueOf(found.node) : undefined;
    }
    case 'from': {
      const resolution = facts.resolve(found.specifier, file);
      if (resolution.kind === 'source') return findExport(facts, resolution.path, found.name, depth + 1);
      return importedFromPackage(facts, resolution.kind === 'package' ? resolution.specifier : found.specifier, found.name, false);
    }
  }
}

/** The declaration behind an export: for types, whose names values cannot tell. */
export function findExportedDeclaration(facts: Facts, path: string, name: string): Declaration | undefined {
  const located = locate(facts, path, name, 0);
  if (!located) return undefined;
  const { found, file } = located;
  if (found.kind === 'declaration') return found.node;
  if (found.kind === 'expression') return ts.isIdentifier(found.node) ? (facts.declarationOf(found.node, 'type') ?? facts.declarationOf(found.node)) : ts.isClassExpression(found.node) ? found.node : undefined;
  if (found.kind === 'local') {
    const declaration = facts.declarationOf(found.node, 'type') ?? facts.declarationOf(found.node);
    if (declaration && (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration))) {
      const imported = importedName(declaration);
      const resolution = imported ? facts.resolve(imported.specifier, file) : undefined;
      return imported && resolution?.kind === 'source' ? findExportedDeclaration(facts, resolution.path, imported.name) : declaration;
    }
    return declaration;
  }
  const resolution = facts.resolve(found.specifier, file);
  return resolution.kind === 'source' ? findExportedDeclaration(facts, resolution.path, found.name) : undefined;
}

function locate(facts: Facts, path: string, name: string, depth: number): Located | undefined {
  const file = depth > MAX_REEXPORTS ? undefined : facts.fileAt(path);
  if (!file) return undefined;
  const exports = facts.exportsOf(file);
  const found = exports.named.get(name);
  if (found) {
    if (found.kind === 'from' && found.name !== '*') {
      const resolution = facts.resolve(found.specifier, file);
      if (resolution.kind === 'source') return locate(facts, resolution.path, found.name, depth + 1);
    }
    return { found, file };
  }
  if (name === 'default') return undefined;
  for (const specifier of exports.stars) {
    const resolution = facts.resolve(specifier, file);
    const deeper = resolution.kind === 'source' ? locate(facts, resolution.path, name, depth + 1) : undefined;
    if (deeper) return deeper;
  }
  return undefined;
}
