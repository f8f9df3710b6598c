import { ts } from 'ts-morph';
import { associationOf } from '../../../facts/associations.js';
import { keysDefinedBy } from '../../../facts/entity-keys.js';
import type { Facts } from '../../../facts/facts.js';
import { originOf } from '../../../facts/possible-values.js';
import { nameOfAccess, unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, ImportedName, QueryInLoop } from './batch-query.js';
import { pluralOf } from './names.js';
import { modelOfRows } from './rows-loader.js';

/** What `author.getBooks()` asks for, in the words of a query by key. */
export interface AssociationRead extends Pick<BatchRead, 'key' | 'keyPart' | 'keyMayBeNull' | 'looseKeys' | 'property' | 'entity' | 'imports'> {
  readonly answers: 'row' | 'rows';
  /** The other model as the code names it. */
  readonly model: string;
}

/** `undefined` where the model does not say by which key, or the other one is not known where the query stands. */
export function associationRead({ facts, call, use }: QueryInLoop): AssociationRead | undefined {
  const row = ts.isPropertyAccessExpression(call.expression) ? unwrap(call.expression.expression) : undefined;
  const element = row && ts.isIdentifier(row) ? facts.declarationOf(row) : undefined;
  const loop = element && facts.loopsAround(call).find((each) => each.elements.includes(element));
  const owner = loop?.collection && modelOfRows(facts, loop.collection, 'findAll', use);
  const model = owner && originOf(facts, owner);
  const association = model && associationOf(facts, model, use.method, pluralOf);
  const target = association && knownTarget(facts, association.target, owner, call);
  if (!row || !association || !target) return undefined;
  const common = { key: row, entity: target.name, model: target.name, ...(target.imports ? { imports: target.imports } : {}) };
  const [ownKey, targetKey] = [primaryKey(facts, owner), primaryKey(facts, association.target)];
  if (association.kind === 'hasMany') return ownKey === undefined ? undefined : { ...common, keyPart: ownKey, property: association.foreignKey, answers: 'rows' };
  if (targetKey === undefined) return undefined;
  const kinds = facts.oracle?.kindsOf(row, association.foreignKey);
  // For the types no key may be null where none is.
  const keyMayBeNull = kinds?.has('null') === true || kinds?.has('undefined') === true;
  return { ...common, ...(keyMayBeNull ? { looseKeys: true, keyMayBeNull } : {}), keyPart: association.foreignKey, property: targetKey, answers: 'row' };
}

/** As the definition names it, `id` where it names none; `undefined` where several columns make it. */
function primaryKey(facts: Facts, model: ts.Expression): string | undefined {
  const keys = ts.isIdentifier(model) ? keysDefinedBy(facts, model) : undefined;
  return keys?.primary ?? (keys?.unique.some((each) => each.length > 1) ? undefined : 'id');
}

/** The other model under its name in this file; else imported from where its owner was. */
function knownTarget(facts: Facts, target: ts.Expression, owner: ts.Identifier, near: ts.Node): { readonly name: string; readonly imports?: readonly ImportedName[] } | undefined {
  const name = ts.isIdentifier(target) ? target.text : nameOfAccess(target);
  if (name === undefined) return undefined;
  const wanted = ts.isIdentifier(target) ? originOf(facts, target) : undefined;
  const here = facts.bindingsOf(near.getSourceFile()).identifiersNamed(name).find((each) => facts.declarationOf(each) !== undefined);
  if (here) {
    const value = wanted ? undefined : facts.valueOf(here);
    const isSame = wanted ? originOf(facts, here) === wanted : value !== undefined && facts.memberOf(value, 'findAll')?.kind === 'member';
    return isSame ? { name } : undefined;
  }
  const imported = facts.declarationOf(owner);
  if (!imported || !wanted || !ts.isImportSpecifier(imported)) return undefined;
  const { moduleSpecifier } = imported.parent.parent.parent;
  const resolution = ts.isStringLiteral(moduleSpecifier) ? facts.resolve(moduleSpecifier.text, imported.getSourceFile()) : undefined;
  if (resolution?.kind !== 'source' || !ts.isStringLiteral(moduleSpecifier) || facts.exportedDeclaration(resolution.path, name) !== wanted) return undefined;
  return { name, imports: [{ name, from: moduleSpecifier.text }] };
}
