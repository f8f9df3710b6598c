import { ts } from 'ts-morph';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { folderModuleValue } from './folder-modules.js';
import type { Value } from './value.js';

/**
 * A member of an object that is filled under computed names: `db[model.name] = model`. Where the values come from the files
 * of a folder, what the file of that name gives; otherwise what all of them are, if a library's table says so.
 */
export function registeredMember(facts: Facts, holder: ts.VariableDeclaration, name: string): Value | undefined {
  for (const reference of facts.referencesOf(holder)) {
    const access = reference.parent;
    if (!ts.isElementAccessExpression(access) || access.expression !== reference || nameOfAccess(access) !== undefined) continue;
    const assignment = access.parent;
    if (!ts.isBinaryExpression(assignment) || assignment.left !== access || assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue;
    const given = initializerOf(facts, assignment.right);
    const value = folderModuleValue(facts, given, name) ?? commonValue(facts, given);
    if (value) return value.kind === 'api' ? { ...value, entity: name } : value;
  }
  return undefined;
}

/** Of classes and objects, one does not speak for the others. */
function commonValue(facts: Facts, given: ts.Expression): Value | undefined {
  const value = facts.valueOf(given);
  return value?.kind === 'api' ? value : undefined;
}

/** `require(…)(sequelize)` of `const model = require(…)(sequelize)`. */
function initializerOf(facts: Facts, expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : node;
}
