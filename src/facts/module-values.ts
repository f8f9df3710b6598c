import { ts } from 'ts-morph';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import type { Export } from './module-exports.js';
import type { Value } from './value.js';
import { declarationValue, memberValue } from './values.js';

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

interface Located {
  readonly found: Export;
  readonly file: ts.SourceFile;
}

export function findExport(facts: Facts, path: string, name: string): Value | undefined {
  const file = facts.fileAt(path);
  if (!file) return undefined;
  if (name === '*') return { kind: 'module', path };
  const located = locate(facts, path, name);
  if (located) return exportValue(facts, located);
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

function exportValue(facts: Facts, { found, file }: Located): Value | undefined {
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
      if (resolution.kind === 'source') return findExport(facts, resolution.path, found.name);
      return importedFromPackage(facts, resolution.kind === 'package' ? resolution.specifier : found.specifier, found.name, false);
    }
  }
}

/** The declaration behind an export: for types, whose names values cannot tell. */
export function findExportedDeclaration(facts: Facts, path: string, name: string): Declaration | undefined {
  // Modules may import a name from each other only to export it again.
  const seen = new Set<string>();
  for (let at: Target | undefined = { path, name }; at; ) {
    const key = keyOf(at);
    const located = seen.has(key) ? undefined : locate(facts, at.path, at.name);
    if (!located) return undefined;
    seen.add(key);
    const { found, file } = located;
    if (found.kind === 'declaration') return found.node;
    if (found.kind === 'expression') return ts.isIdentifier(found.node) ? typeOrValue(facts, found.node) : ts.isClassExpression(found.node) ? found.node : undefined;
    if (found.kind === 'from') at = sourceOf(facts, found, file);
    else {
      const declaration = typeOrValue(facts, found.node);
      const imported = declaration && (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration)) ? importedName(declaration) : undefined;
      at = imported && sourceOf(facts, imported, file);
      if (!at) return declaration;
    }
  }
  return undefined;
}

function typeOrValue(facts: Facts, name: ts.Identifier): Declaration | undefined {
  return facts.declarationOf(name, 'type') ?? facts.declarationOf(name);
}

/** A name of a module: what an import or a re-export asks for. */
interface Target {
  readonly path: string;
  readonly name: string;
}

function keyOf({ path, name }: Target): string {
  return `${path}\n${name}`;
}

function sourceOf(facts: Facts, { specifier, name }: { readonly specifier: string; readonly name: string }, from: ts.SourceFile): Target | undefined {
  const resolution = facts.resolve(specifier, from);
  return resolution.kind === 'source' ? { path: resolution.path, name } : undefined;
}

/** Follows re-exports in the order they are written. Each module is asked for a name once: barrels that re-export each other offer it on countless ways. */
function locate(facts: Facts, path: string, name: string): Located | undefined {
  const seen = new Set<string>();
  const ahead: (() => Target | undefined)[] = [() => ({ path, name })];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const target = next();
    if (!target || seen.has(keyOf(target))) continue;
    seen.add(keyOf(target));
    const file = facts.fileAt(target.path);
    if (!file) continue;
    const { named, stars } = facts.exportsOf(file);
    const found = named.get(target.name);
    if (found) {
      const source = found.kind === 'from' && found.name !== '*' ? sourceOf(facts, found, file) : undefined;
      if (!source) return { found, file };
      ahead.push(() => source);
    } else if (target.name !== 'default') {
      // The last one pushed is followed first.
      for (const specifier of stars.toReversed()) ahead.push(() => sourceOf(facts, { specifier, name: target.name }, file));
    }
  }
  return undefined;
}

/** What `require` or `import()` of a written path gives. */
export function requiredValue(facts: Facts, node: ts.CallExpression): Value | undefined {
  const argument = node.arguments[0];
  if (!argument || !ts.isStringLiteralLike(argument)) return undefined;
  const resolution = facts.resolve(argument.text, node.getSourceFile());
  if (resolution.kind === 'source') return wholeModule(facts, resolution.path);
  if (resolution.kind === 'missing') return packageModule(facts, argument.text);
  return packageModule(facts, resolution.specifier);
}

/** `require` of a file that assigns `module.exports` gives that value, otherwise its named exports. */
export function wholeModule(facts: Facts, path: string): Value | undefined {
  const file = facts.fileAt(path);
  const whole = file ? facts.exportsOf(file).whole : undefined;
  return (whole ? facts.valueOf(whole) : undefined) ?? { kind: 'module', path };
}

/** All that a package exports, or what it exports as a whole. */
export function packageModule(facts: Facts, specifier: string): Value {
  const known = facts.knowledge.exportOf(specifier, '*') ?? facts.knowledge.exportOf(specifier, 'default');
  if (known && known.entry.type !== undefined) return memberValue(known.library, known.entry, '*', 'flow');
  return { kind: 'external', specifier, name: '*' };
}
