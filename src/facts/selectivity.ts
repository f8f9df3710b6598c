import { isRareRole } from '../knowledge/filter-words.js';
import { ownerKind, ownership, type OwnerKind } from '../knowledge/row-owners.js';
import type { EntityKeys } from './entity-keys.js';
import type { Condition, QueryFilter } from './query-filters.js';

/**
 * How far a filter narrows a query down. key: to rows named one by one · attribute: to values of some column ·
 * pair: to one combination of two owners · parent: to the rows of one owner, or of several · weak: to a state, a kind, a
 * span of time, or not at all.
 */
export type Selectivity = 'key' | 'attribute' | 'pair' | 'parent' | 'weak';

/** Whose rows a filter asks for. */
export interface RowOwner {
  /** The column or relation that names the owner. */
  readonly field: string;
  readonly kind: OwnerKind;
  /** How the names of table and owner stand to each other: see `ownership`. */
  readonly relation: ReturnType<typeof ownership>;
  /** A list names several owners. */
  readonly several: boolean;
  readonly condition: Condition;
}

type KnownEntity = { readonly name: string; readonly keys: EntityKeys | undefined } | undefined;

/** Strongest first. */
const ORDER: readonly Selectivity[] = ['key', 'attribute', 'pair', 'parent', 'weak'];

export function selectivityOf(filter: QueryFilter, entity: KnownEntity): Selectivity {
  const required = filter.conditions.filter((each) => !each.optional);
  const found: Selectivity[] = required.map((each) => conditionSelectivity(each, entity));
  if (coversKey(required, entity?.keys) || closedKeyRange(required, entity)) found.push('key');
  if (namesPair(required, entity)) found.push('pair');
  for (const alternatives of filter.alternatives) {
    const each = alternatives.map((alternative) => (alternative.unread.length > 0 && alternative.conditions.length === 0 ? 'attribute' : selectivityOf(alternative, entity)));
    found.push(ORDER[Math.max(...each.map((one) => ORDER.indexOf(one)))] ?? 'weak');
  }
  return ORDER.find((each) => found.includes(each)) ?? 'weak';
}

function conditionSelectivity(condition: Condition, entity: KnownEntity): Selectivity {
  const { field, test } = condition;
  if (test !== 'equal' && test !== 'in') return 'weak';
  // A state of the related row is a state of the row; a key of it is an owner.
  if (condition.related) return condition.inner && !says(condition.inner) ? 'weak' : 'parent';
  if (isKey(field, entity)) return 'key';
  if (isParent(field)) return 'parent';
  if (condition.constant && test === 'equal' && isRareRole(field, condition.at?.getText() ?? '')) return 'attribute';
  if (condition.constant || STATE.test(field)) return 'weak';
  return 'attribute';
}

/** What is asked of a related row narrows it down, or could not be read. */
function says(inner: QueryFilter): boolean {
  return inner.unread.length > 0 || selectivityOf(inner, undefined) !== 'weak';
}

/** The owner whose rows a filter asks for: of several alternatives, the one with the most rows to be expected. */
export function rowOwner(filter: QueryFilter, table: string | undefined): RowOwner | undefined {
  const direct = ownersOf(filter, table);
  // What belongs to somebody in a tenant is narrowed by him: the tenant says no more.
  const narrowest = direct.find((each) => each.kind !== 'tenant') ?? direct[0];
  if (narrowest) return narrowest;
  const widest = filter.alternatives.flatMap((alternatives) => alternatives.flatMap((each) => rowOwner(each, table) ?? []));
  return KINDS.flatMap((kind) => widest.filter((each) => each.kind === kind && each.relation !== 'self'))[0] ?? widest[0];
}

/** Most rows first. */
const KINDS: readonly OwnerKind[] = ['tenant', 'gatherer', 'person', 'thing'];

function ownersOf(filter: QueryFilter, table: string | undefined): readonly RowOwner[] {
  return filter.conditions.filter((each) => !each.optional && isParentCondition(each)).map((condition) => {
    const { field, test, related, inner } = condition;
    const kind = ownerKind(field);
    // `{ collection: { ownerId } }`: of all collections of an owner.
    const beyond = related && kind === 'thing' && inner ? ownersOf(inner, undefined)[0]?.kind : undefined;
    return { field, kind: beyond ?? kind, relation: table === undefined ? 'plain' : ownership(table, field), several: test === 'in', condition };
  });
}

/** Whether a condition names the owner of the rows. */
export function isParentCondition({ field, test, related, inner }: Condition): boolean {
  return (test === 'equal' || test === 'in') && (related ? inner === undefined || says(inner) : isParent(field));
}

/** Two owners of which neither is the tenant: a tenant is often named beside what belongs to it. */
function namesPair(conditions: readonly Condition[], entity: KnownEntity): boolean {
  const owners = conditions.filter((each) => conditionSelectivity(each, entity) === 'parent' && !each.related && ownerKind(each.field) !== 'tenant');
  return new Set(owners.map((each) => each.field)).size > 1;
}

/** `id >= first and id <= last`: keys are put together for such a range, or handed on from a page before. */
function closedKeyRange(conditions: readonly Condition[], entity: KnownEntity): boolean {
  return conditions.some((each) => each.test === 'range' && isKey(each.field, entity) && isClosed(each, conditions));
}

/** Whether the filter asks for a span of time, or another range, with both ends. */
export function hasClosedRange({ conditions }: QueryFilter): boolean {
  return conditions.some((each) => each.test === 'range' && !each.optional && isClosed(each, conditions));
}

function isClosed(range: Condition, conditions: readonly Condition[]): boolean {
  return range.closed === true || conditions.some((each) => each !== range && each.test === 'range' && !each.optional && each.field === range.field);
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

function isKey(field: string, entity: KnownEntity): boolean {
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
