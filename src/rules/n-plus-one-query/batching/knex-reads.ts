import { entityOf } from '../../../facts/entity-keys.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';
import type { BuilderChain, BuilderLink } from './builder-chain.js';
import { keyMatch, type KeyMatch } from './key-match.js';
import { aggregateOf, choosesColumns, isKept, withColumn, type Aggregate, type KeyCondition } from './knex-builder.js';
import { isOnlyTested } from './only-tested.js';
import { firstOfList, isUsedAsNumber } from './result-use.js';
import { mostKeys } from './statement-size.js';

/** A query of Knex, or of what builds on it, with its condition on the element. */
export interface KnexQuery {
  readonly query: QueryInLoop;
  readonly chain: BuilderChain;
  readonly condition: KeyCondition;
  /** The other calls that are to be looked at. */
  readonly links: readonly BuilderLink[];
  /** No two rows have the same key. */
  readonly unique: boolean;
  /** The condition itself asks for one row: `findOne`. */
  readonly single?: boolean;
  /** Rows are instances of classes. */
  readonly models?: boolean;
  /** The property that holds a column in the rows; `undefined` where that is not known. */
  propertyOf(column: string): string | undefined;
  /** What makes rows of other columns than the table's known to the types. */
  retyped?(columns: readonly string[]): string;
}

/** Rows by `whereIn`; the first of several rows only where nobody said which. */
export function knexRead(asked: KnexQuery): BatchRead | undefined {
  const { query: { facts, call }, chain, condition, links, unique } = asked;
  const aggregate = aggregateOf(chain);
  if (aggregate) return links.every((each) => each === aggregate.link || isKept(each) || each.name === 'first') ? aggregated(asked, aggregate) : undefined;
  const one = links.find(({ name }) => name === 'first') ?? links.find((each) => isLimitOne(each));
  if (!links.every((each) => each === one || isKept(each) || choosesColumns(each))) return undefined;
  const single = asked.single === true || one?.name === 'first';
  const taken = single ? undefined : firstOfList(facts, call);
  if (!single && !((unique || one) && taken)) return unique || !one ? rows(asked, one) : undefined;
  if (!unique && !taken?.binding && isOnlyTested(facts, taken?.expression ?? call)) return tested(asked);
  if (!unique && links.some(({ name }) => name.startsWith('orderBy'))) return undefined;
  const read = rows(asked, one);
  return read && { ...read, ...taken, answers: 'row', differs: [...(read.differs ?? []), ...(unique ? [] : [`of several rows with the same \`${condition.column}\` another one may be taken`])] };
}

function isLimitOne({ name, call }: BuilderLink): boolean {
  return name === 'limit' && call.arguments[0]?.getText() === '1';
}

/** What all forms have in common, for rows that hold the key under a property. */
function common({ query, condition, unique }: KnexQuery, property: string | undefined): Pick<BatchRead, 'expression' | 'key' | 'property' | 'entity' | 'keyOf' | 'mostElements'> & KeyMatch | undefined {
  const match = property === undefined ? undefined : keyMatch(query, condition.key, property, { nullFindsRows: true, unique, foldsTexts: true });
  return match && property !== undefined
    ? { ...match, mostElements: mostKeys(query), expression: query.call, key: condition.key, property, entity: entityOf(query.facts, query.use)?.name, keyOf: (entry) => `${entry}.${property}` }
    : undefined;
}

/** All rows of all keys; the call that wants but one row is left out. */
function rows(asked: KnexQuery, one: BuilderLink | undefined): BatchRead | undefined {
  const { chain, condition } = asked;
  const chosen = withColumn(chain, condition.column);
  const property = chosen && (chosen.property === lastName(condition.column) ? asked.propertyOf(chosen.property) : chosen.property);
  const read = common(asked, property);
  if (!chosen || !read) return undefined;
  const replacements = new Map(chosen.replacements);
  if (one && !replacements.has(one)) replacements.set(one, one.call.arguments.length > 0 && one.name === 'first' ? `select(${one.call.arguments.map((each) => each.getText()).join(', ')})` : '');
  return {
    ...read, answers: 'rows', method: 'whereIn', ...(chosen.added ? withAddedKey(asked, read.property) : {}),
    many: (keys) => chain.with(new Map([...replacements, [condition.link, condition.with(keys)]])),
  };
}

/** Instances of models cannot be taken apart. */
function withAddedKey({ models }: KnexQuery, property: string): Pick<BatchRead, 'keyAdded' | 'rowsDiffer'> {
  return models ? { rowsDiffer: [`each row holds its \`${property}\` as well`] } : { keyAdded: true };
}

export function lastName(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}

/** Whether there is a row: the keys that have one. */
function tested(asked: KnexQuery): BatchRead | undefined {
  const { query: { facts, call }, chain, condition } = asked;
  const read = common(asked, asked.propertyOf(lastName(condition.column)));
  const left = chain.links.filter((each) => choosesColumns(each) || each.name === 'first' || isLimitOne(each) || each.name.startsWith('orderBy'));
  return read && {
    ...read, expression: firstOfList(facts, call)?.expression ?? call, answers: 'exists', method: 'whereIn',
    many: (keys) => chain.with(new Map<BuilderLink, string>([...left.map((each) => [each, ''] as const), [condition.link, `${condition.with(keys)}.distinct(${condition.columnText})`]])),
  };
}

/** One group per key; a key without rows has no group. */
function aggregated(asked: KnexQuery, { link, name, nothing, text }: Aggregate): BatchRead | undefined {
  const { query: { facts, call }, chain, condition } = asked;
  const read = common(asked, asked.propertyOf(lastName(condition.column)));
  const first = chain.links.find((each) => each.name === 'first');
  if (!read || name === read.property || (first?.call.arguments.length ?? 0) > 0) return undefined;
  const taken = first ? undefined : firstOfList(facts, call, true);
  const missing = `{ ${name}: ${nothing} }`;
  const single = first !== undefined || taken !== undefined;
  const counts = nothing === '0' && !isUsedAsNumber(facts, taken?.expression ?? call) ? ['where there are no rows the count is 0, which PostgreSQL gives as the text "0"'] : [];
  return {
    ...read, ...taken, answers: single ? 'row' : 'rows', method: 'groupBy', missing: single ? missing : `[${missing}]`,
    differs: [...(read.differs ?? []), ...counts], ...withAddedKey(asked, read.property),
    many: (keys) => chain.with(new Map<BuilderLink, string>([...(first ? [[first, ''] as const] : []), [condition.link, condition.with(keys)], [link, `${grouped(asked)}.${text}`]])) + (asked.retyped?.([name]) ?? ''),
  };
}

/** `resultSize()` of Objection: a number, whatever the database counts in. */
export function counted(asked: KnexQuery, ending: BuilderLink): BatchRead | undefined {
  const { chain, condition, links } = asked;
  const read = links.every((each) => each === ending || isKept(each)) ? common(asked, asked.propertyOf(lastName(condition.column))) : undefined;
  return read && {
    ...read, answers: 'count', method: 'groupBy', answerOf: (entry) => `Number(${entry}.count)`,
    many: (keys) => chain.with(new Map([[condition.link, condition.with(keys)], [ending, `${grouped(asked)}.count('* as count')`]])) + (asked.retyped?.(['count']) ?? ''),
  };
}

function grouped({ condition: { columnText } }: KnexQuery): string {
  return `groupBy(${columnText}).select(${columnText})`;
}
