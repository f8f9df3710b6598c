import { ts } from 'ts-morph';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';

/** The name a call goes by where it was declared: `eq` of `is(a, b)` after `import { eq as is }`, else the last name of the callee. */
export function calledName(facts: Facts, callee: ts.Expression): string | undefined {
  const inner = unwrap(callee);
  const declaration = ts.isIdentifier(inner) ? facts.declarationOf(inner) : undefined;
  return declaration && ts.isImportSpecifier(declaration) ? importedName(declaration)?.name : nameOfAccess(inner);
}
