import { ts } from 'ts-morph';
import { entityOf, type Entity } from '../../facts/entity-keys.js';
import type { Facts } from '../../facts/facts.js';
import type { OperationUse } from '../../facts/operations.js';
import { optionsBound, propertyName } from '../../facts/query-bounds.js';
import { readFilter } from '../../facts/query-filters.js';
import { selectivityOf } from '../../facts/selectivity.js';
import { nestedReads } from '../../knowledge/query-writing.js';
import { ownerKind, ownership } from '../../knowledge/row-owners.js';
import { growthOf } from '../../knowledge/table-growth.js';
import { propertyOf, unwrap, type CallLike } from '../../syntax/nodes.js';
import type { TableNames } from './detect.js';

/** Rows that come along with the rows of a bounded read, any number for each. */
export interface UnboundedRelation {
  readonly form: 'relation';
  readonly use: OperationUse;
  readonly parent: Entity;
  readonly model: string;
  /** Where the relation is asked for. */
  readonly at: ts.Node;
  readonly bound: string;
}

/** Relations to many rows, known as such from the model's definition, that are asked for whole and pile up by their name. */
export function detectRelations(facts: Facts, call: CallLike, names: TableNames): readonly UnboundedRelation[] {
  const use = facts.operationOf(call);
  const words = use ? nestedReads[use.library.id] : undefined;
  const given = words && ts.isCallExpression(call) && call.arguments[0] ? unwrap(call.arguments[0]) : undefined;
  if (!use || !words || use.operation.effect !== 'read' || !given || !ts.isObjectLiteralExpression(given)) return [];
  const parent = entityOf(facts, use);
  const lists = parent?.keys?.lists;
  if (!parent || !lists) return [];
  const found: UnboundedRelation[] = [];
  for (const option of words.options) {
    const asked = propertyOf(given, option);
    const object = asked ? unwrap(asked) : undefined;
    if (!object || !ts.isObjectLiteralExpression(object)) continue;
    for (const property of object.properties) {
      const name = ts.isPropertyAssignment(property) ? propertyName(property.name) : undefined;
      const model = name === undefined ? undefined : lists.get(name);
      if (model === undefined || !ts.isPropertyAssignment(property) || !pileUpBelow(parent, model, names, use.operation.rows === 'many') || property.initializer.kind === ts.SyntaxKind.FalseKeyword) continue;
      if (isNarrowed(facts, property.initializer)) continue;
      if (optionsBound(facts, property.initializer, words.bounds) !== 'unbounded') continue;
      found.push({ form: 'relation', use, parent, model, at: property.name, bound: words.bounds[0] ?? 'limit' });
    }
  }
  return found;
}

/**
 * Whether rows of a model become many below one row of its parent: items of one envelope do not. What people make is said of
 * reads of many parents only: of one, it is usually what the read is for.
 */
function pileUpBelow(parent: Entity, model: string, names: TableNames, manyParents: boolean): boolean {
  const growth = growthOf(model, names);
  if (ownership(model, parent.name) !== 'plain') return false;
  return growth === 'records' || (growth === 'collected' && manyParents && ownerKind(parent.name) !== 'thing');
}

/** `{ where: { userId } }`: some rows of the parent's, picked by more than their state. */
function isNarrowed(facts: Facts, asked: ts.Expression): boolean {
  const object = unwrap(asked);
  const where = ts.isObjectLiteralExpression(object) ? propertyOf(object, 'where') : undefined;
  if (!where) return false;
  const filter = readFilter(facts, where);
  return filter.unread.length > 0 || selectivityOf(filter, undefined) !== 'weak';
}
