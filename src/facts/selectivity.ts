import type { EntityKeys } from './entity-keys.js';
import type { Condition, QueryFilter } from './query-filters.js';

/**
 * How far a filter narrows a query down. key: to rows named one by one · attribute: to one value of some column ·
 * pair: to one combination of two parents · parent: to the rows of one parent or tenant · weak: to a state, a kind, a
 * span of time, or not at all.
 */
export type Selectivity = 'key' | 'attribute' | 'pair' | 'parent' | 'weak';

/** Strongest first. */
const ORDER: readonly Selectivity[] = ['key', 'attribute', 'pair', 'parent', 'weak'];

export function selectivityOf(filter: QueryFilter, entity: { readonly name: string; readonly keys: EntityKeys | undefined } | undefined): Selectivity {
  const required = filter.conditions.filter((each) => !each.optional);
  const found: Selectivity[] = required.map((each) => conditionSelectivity(each, entity));
  if (coversKey(required, entity?.keys)) found.push('key');
  if (new Set(required.filter((each) => conditionSelectivity(each, entity) === 'parent' && each.test === 'equal' && !each.related).map((each) => each.field)).size > 1) found.push('pair');
  for (const alternatives of filter.alternatives) {
    const each = alternatives.map((alternative) => (alternative.unread.length > 0 && alternative.conditions.length === 0 ? 'attribute' : selectivityOf(alternative, entity)));
    found.push(ORDER[Math.max(...each.map((one) => ORDER.indexOf(one)))] ?? 'weak');
  }
  return ORDER.find((each) => found.includes(each)) ?? 'weak';
}

function conditionSelectivity(condition: Condition, entity: { readonly name: string; readonly keys: EntityKeys | undefined } | undefined): Selectivity {
  const { field, test } = condition;
  if (test !== 'equal' && test !== 'in') return 'weak';
  if (condition.related) return 'parent';
  if (isKey(field, entity)) return 'key';
  if (isParent(field)) return 'parent';
  if (condition.constant || STATE.test(field)) return 'weak';
  return test === 'in' ? 'parent' : 'attribute';
}

/** Whether a condition names the parent or tenant of the rows. */
export function isParentCondition({ field, test, related }: Condition): boolean {
  return (test === 'equal' || test === 'in') && (related || isParent(field));
}

/** Columns that say in which of a few states or kinds a row is, or when something happened. */
const STATE = /^(?:(?:is|has|was|can|should|allow)[A-Z_]|\w*(?:status|state|type|kind|role|level|category|mode|visibility|enabled|disabled|active|archived|deleted|published|public|hidden|verified|default|locale|lang|language|country|currency|priority|version|environment|env|source|platform|provider|year|month|day|date|time|At|_at|On)$)/i;

/** Columns that name another row: `userId`, `team_id`, `_environmentId`. */
function isParent(field: string): boolean {
  return /(?:[a-z0-9]I[dD]|_id|ID|Uuid|UUID|_uuid|Uid|_uid|Ref|_ref)s?$/.test(field) || PARENT.test(field);
}

/** Relations compared directly, as document stores and mappers allow: `{ user: user._id }`. */
const PARENT = /^_?(?:user|owner|author|creator|created_?[bB]y|team|tenant|workspace|org|organi[sz]ation|project|account|company|customer|parent|group|room|channel|space|site|shop|store|vendor|collective|repo|repository|board|course)$/;

/** Names that keys have by custom, for models whose definition was not found. */
const KEY = /^(?:id|_id|uuid|uid|pk|guid|objectId|rowid)s?$/i;

function isKey(field: string, entity: { readonly name: string; readonly keys: EntityKeys | undefined } | undefined): boolean {
  if (entity?.keys && entity.keys.unique.length > 0) {
    const parts = entity.keys.unique.find((each) => each.length === 1 && each[0] === field);
    // The name of a compound key is that of its fields: `where: { userId_postId: { … } }`.
    return parts !== undefined || entity.keys.unique.some((each) => each.length > 1 && each.join('_') === field) || (KEY.test(field) && entity.keys.primary === undefined);
  }
  return KEY.test(field);
}

function coversKey(conditions: readonly Condition[], keys: EntityKeys | undefined): boolean {
  const equal = new Set(conditions.filter((each) => each.test === 'equal' || each.test === 'in').map((each) => each.field));
  return keys?.unique.some((fields) => fields.length > 0 && fields.every((field) => equal.has(field))) ?? false;
}
