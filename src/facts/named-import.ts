import { ts } from 'ts-morph';
import { plainText, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';

/** Whether an expression is one of the names, imported from one of the packages where there are any. */
export function isNamed(facts: Facts, expression: ts.Expression, names: readonly string[], packages: readonly string[]): boolean {
  const text = plainText(expression);
  const root = leftmost(expression);
  const declaration = root ? facts.declarationOf(root) : undefined;
  const imported = declaration && (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration)) ? importedName(declaration) : undefined;
  const original = imported && imported.name !== '*' && imported.name !== 'default' && root === expression ? imported.name : text;
  if (!names.includes(original) && !names.includes(original.slice(original.indexOf('.') + 1))) return false;
  if (packages.length === 0) return true;
  if (imported) return packages.some((each) => imported.specifier === each || imported.specifier.startsWith(`${each}/`));
  // `React.Component` of a global script.
  return declaration === undefined && text.includes('.');
}

function leftmost(expression: ts.Expression): ts.Identifier | undefined {
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}
