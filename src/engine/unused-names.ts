import { ts } from 'ts-morph';
import { isWrite, type Bindings, type Declaration } from '../facts/bindings.js';
import { isComponentPath } from '../syntax/component-script.js';

/**
 * Names that nobody reads any more after a change, though somebody did before, or that it brings and nobody reads: imports, locals,
 * functions and parameters, whatever the project's own settings say of them.
 */
export function newlyUnused(before: Bindings, after: Bindings): readonly string[] {
  // What a template reads is not to be seen in the scripts.
  if (isComponentPath(after.file.fileName)) return [];
  const known = unusedNames(before);
  return [...unusedNames(after)].filter(([name, count]) => count > (known.get(name) ?? 0)).map(([name]) => name);
}

/** Each repair of a file is held against the same text, and each text is asked about more than once. */
const counted = new WeakMap<Bindings, ReadonlyMap<string, number>>();

/** How many declarations of a name nobody reads. */
function unusedNames(bindings: Bindings): ReadonlyMap<string, number> {
  const known = counted.get(bindings) ?? countUnused(bindings);
  counted.set(bindings, known);
  return known;
}

function countUnused(bindings: Bindings): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name, declaration, scope } of bindings.declarations()) {
    if (name.startsWith('_') || mayBeReadElsewhere(declaration, scope) || bindings.referencesOf(declaration).some((each) => !isWrite(each))) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function mayBeReadElsewhere(declaration: Declaration, scope: ts.Node): boolean {
  // Scripts share their names, and declarations are for others.
  if (ts.isSourceFile(scope) && (!ts.isExternalModule(scope) || scope.isDeclarationFile)) return true;
  if (ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration)) return false;
  const root = ts.isBindingElement(declaration) ? rootOf(declaration) : declaration;
  if (ts.isBindingElement(declaration) && takesTheRest(declaration)) return true;
  if (ts.isParameter(root)) return isParameterForOthers(root);
  if (ts.isFunctionDeclaration(root)) return isExported(root) || root.body === undefined;
  // A thrown error is caught by whatever name.
  return !ts.isVariableDeclaration(root) || ts.isCatchClause(root.parent) || isExported(root.parent.parent);
}

function rootOf(element: ts.BindingElement): ts.VariableDeclaration | ts.ParameterDeclaration {
  const { parent } = element.parent;
  return ts.isBindingElement(parent) ? rootOf(parent) : parent;
}

/** `const { id, ...rest } = row`: the name is there to be left out. */
function takesTheRest({ parent }: ts.BindingElement): boolean {
  return ts.isObjectBindingPattern(parent) && parent.elements.some((each) => each.dotDotDotToken !== undefined);
}

/** Of a function without a body, a field of the class, and `this`. */
function isParameterForOthers(parameter: ts.ParameterDeclaration): boolean {
  const owner = parameter.parent;
  return (owner as { readonly body?: ts.Node }).body === undefined || (parameter.modifiers?.length ?? 0) > 0 || parameter.name.getText() === 'this' || ts.isSetAccessor(owner);
}

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === ts.SyntaxKind.ExportKeyword || each.kind === ts.SyntaxKind.DeclareKeyword);
}
