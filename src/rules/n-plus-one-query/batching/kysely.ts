import { ts } from 'ts-morph';
import { entityOf } from '../../../facts/entity-keys.js';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { builderChain, textArgument, textArguments, textOfLink, type BuilderChain, type BuilderLink } from './builder-chain.js';
import { keyMatch } from './key-match.js';
import { withColumn, type ChosenColumns } from './knex-builder.js';
import { camelCased, pluralOf } from './names.js';
import { isOnlyTested } from './only-tested.js';
import { firstOfList, isUsedAsNumber } from './result-use.js';
import { mostKeys, mostRows } from './statement-size.js';

/** A query with its condition on the element. */
interface KyselyQuery {
  readonly query: QueryInLoop;
  readonly chain: BuilderChain;
  readonly condition: BuilderLink;
  readonly key: ts.Expression;
  readonly column: string;
  /** The call that runs it. */
  readonly ending: BuilderLink;
}

/** Calls that say the same of the rows of many keys as of the rows of one. */
const KEPT = /^(?:selectFrom|withSchema|with|where|whereRef|(?:inner|left)Join|orderBy|select|selectAll)$/;

export const kysely: Dialect = {
  read(query) {
    const asked = kyselyQuery(query);
    return asked && readOf(asked);
  },
  write(query) {
    const asked = kyselyQuery(query);
    return asked ? changeOf(asked) : insertOf(query);
  },
};

function kyselyQuery(query: QueryInLoop): KyselyQuery | undefined {
  const chain = builderChain(query.chain);
  const ending = chain?.links.at(-1);
  const [condition, ...others] = (chain?.links ?? []).filter(({ call }) => call.arguments.some((each) => query.varies(each)));
  if (!chain || !ending || !condition || others.length > 0 || condition.name !== 'where') return undefined;
  const [reference, operator, key] = condition.call.arguments;
  const column = textArgument(reference);
  if (column === undefined || !key || textArgument(operator) !== '=' || ts.isFunctionLike(unwrap(key))) return undefined;
  return { query, chain, condition, key, column, ending };
}

function readOf(asked: KyselyQuery): BatchRead | undefined {
  const { query: { facts, call }, chain, column, ending } = asked;
  const { name } = ending;
  const one = chain.links.find((each) => each.name === 'limit' && each.call.arguments[0]?.getText() === '1');
  if (!/^execute(?:TakeFirst(?:OrThrow)?)?$/.test(name) || !chain.links.slice(0, -1).every((each) => each === one || KEPT.test(each.name))) return undefined;
  const aggregate = aggregateOf(chain);
  if (aggregate) return one ? undefined : aggregated(asked, aggregate);
  // A missing row is an error of its round.
  if (name === 'executeTakeFirstOrThrow') return undefined;
  const unique = /^(?:id|uuid)$/.test(lastName(column));
  const single = name === 'executeTakeFirst';
  const taken = single ? undefined : firstOfList(facts, call);
  if (!single && !((unique || one) && taken)) return unique || !one ? rows(asked, one, unique) : undefined;
  if (!unique && !taken?.binding && isOnlyTested(facts, taken?.expression ?? call)) return tested(asked);
  if (!unique && chain.links.some((each) => each.name === 'orderBy')) return undefined;
  const read = rows(asked, one, unique);
  return read && { ...read, ...taken, answers: 'row', differs: [...(read.differs ?? []), ...(unique ? [] : [`of several rows with the same \`${column}\` another one may be taken`])] };
}

function lastName(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}

function common({ query, key }: KyselyQuery, property: string, unique: boolean) {
  const match = keyMatch(query, key, property, { typedColumns: true, unique, foldsTexts: true });
  return match && { ...match, mostElements: mostKeys(query), refusesEmpty: true, expression: query.call, key, property, entity: entityOf(query.facts, query.use)?.name, keyOf: (entry: string) => `${entry}.${property}` };
}

function rows(asked: KyselyQuery, one: BuilderLink | undefined, unique: boolean): BatchRead | undefined {
  const { chain, column } = asked;
  const chosen = chosenColumns(chain, column);
  const read = chosen && common(asked, chosen.property, unique);
  return read && {
    ...read, answers: 'rows', method: 'where … in', keyAdded: chosen.added,
    many: (keys) => chain.with(new Map([...chosen.replacements, ...(one ? [[one, ''] as const] : []), ...withKeys(asked, keys)])),
  };
}

/** The condition for a list of keys, and the call that gives all rows. */
function withKeys({ condition, ending }: KyselyQuery, keys: string, more = ''): readonly (readonly [BuilderLink, string])[] {
  return [[condition, `where(${condition.call.arguments[0]?.getText() ?? ''}, 'in', ${keys})${more}`], [ending, 'execute()']];
}

/** Whether there is a row: the keys that have one. */
function tested(asked: KyselyQuery): BatchRead | undefined {
  const { query: { facts, call }, chain, column, condition } = asked;
  const read = common(asked, lastName(column), false);
  const left = chain.links.filter(({ name }) => /^(?:select|selectAll|orderBy|limit)$/.test(name));
  return read && {
    ...read, expression: firstOfList(facts, call)?.expression ?? call, answers: 'exists', method: 'where … in',
    many: (keys) => chain.with(new Map<BuilderLink, string>([...left.map((each) => [each, ''] as const), ...withKeys(asked, keys, `.select(${condition.call.arguments[0]?.getText() ?? ''}).distinct()`)])),
  };
}

function chosenColumns(chain: BuilderChain, column: string): ChosenColumns | undefined {
  const { links } = chain;
  const all = links.find(({ name }) => name === 'selectAll');
  const choosing = links.filter(({ name }) => name === 'select');
  const joined = links.some(({ name }) => /Join$/.test(name));
  const property = lastName(column);
  if (all && (all.call.arguments.length === 0 ? !joined : !joined || column === `${textArgument(all.call.arguments[0]) ?? ''}.${property}`)) return { replacements: new Map(), property, added: false };
  const last = choosing.at(-1);
  if (!last) return undefined;
  if (textArguments(choosing.flatMap(({ call }) => call.arguments)) && !all) return withColumn(chain, column, withOneMore);
  // Expressions with names of their own.
  if (choosing.some(({ call }) => new RegExp(`\\b${property}\\b`).test(call.getText().slice(call.expression.getText().length)))) return undefined;
  return { replacements: new Map([[last, `${textOfLink(last)}.select('${column}')`]]), property, added: true };
}

/** `select(['id', 'author_id'])` of `select('id')`. */
function withOneMore({ call }: BuilderLink, column: string): string {
  const [first] = call.arguments;
  const inner = first && unwrap(first);
  const before = inner && ts.isArrayLiteralExpression(inner) ? inner.elements : call.arguments;
  const quote = first?.getText().includes('"') ? '"' : "'";
  return `select([${[...before.map((each) => each.getText()), `${quote}${column}${quote}`].join(', ')}])`;
}

interface Aggregate {
  readonly link: BuilderLink;
  readonly name: string;
  /** Its value where there are no rows. */
  readonly nothing: string;
  /** The types say what a count is. */
  readonly certain: boolean;
}

/** `select((eb) => eb.fn.countAll<number>().as('count'))`, alone. */
function aggregateOf({ links }: BuilderChain): Aggregate | undefined {
  const choosing = links.filter(({ name }) => /^select(?:All)?$/.test(name));
  const [link] = choosing;
  const match = link && choosing.length === 1 ? AGGREGATE.exec(link.call.arguments.map((each) => each.getText()).join(', ')) : undefined;
  if (!link || !match) return undefined;
  const [, fold = '', type, name = ''] = match;
  if (!fold.startsWith('count')) return { link, name, nothing: 'null', certain: true };
  return { link, name, nothing: type === 'string' ? "'0'" : type === 'bigint' ? '0n' : '0', certain: type !== undefined };
}

const AGGREGATE = /^\[?(?:\([^()]*\)\s*=>\s*|\w+\s*=>\s*)?\[?[\w.]*\bfn\s*\.\s*(countAll|count|sum|avg|min|max)(?:<(\w+)[^>]*>)?\([^()]*\)(?:\.distinct\(\))?\s*\.as\(['"](\w+)['"]\),?\s*\]?\]?$/;

/** One group per key; a key without rows has no group. */
function aggregated(asked: KyselyQuery, { link, name, nothing, certain }: Aggregate): BatchRead | undefined {
  const { query: { facts, call }, chain, column, condition, ending } = asked;
  const read = name === lastName(column) ? undefined : common(asked, lastName(column), false);
  const taken = ending.name === 'execute' ? firstOfList(facts, call, true) : undefined;
  const single = ending.name !== 'execute' || taken !== undefined;
  const missing = `{ ${name}: ${nothing} }`;
  const reference = condition.call.arguments[0]?.getText() ?? '';
  const counts = !certain && !isUsedAsNumber(facts, taken?.expression ?? call) ? ['where there are no rows the count is 0, which PostgreSQL gives as the text "0"'] : [];
  return read && {
    ...read, ...taken, answers: single ? 'row' : 'rows', method: 'groupBy', missing: single ? missing : `[${missing}]`,
    differs: [...(read.differs ?? []), ...counts], keyAdded: true,
    many: (keys) => chain.with(new Map([...withKeys(asked, keys), [link, `groupBy(${reference}).select(${reference}).${textOfLink(link)}`]])),
  };
}

/** The same change, or the removal, of all rows with those keys. */
function changeOf(asked: KyselyQuery): BatchWrite | undefined {
  const { query, chain, column, key } = asked;
  const sets = chain.links.filter(({ name }) => name === 'set');
  if (!chain.links.every(({ name }) => /^(?:updateTable|set|deleteFrom|where|withSchema|execute)$/.test(name)) || !sets.every(({ call }) => setsValues(call))) return undefined;
  return { expression: query.call, method: 'where … in', item: key, items: pluralOf(camelCased(lastName(column))), refusesEmpty: true, mostElements: mostKeys(query), many: (keys) => chain.with(new Map(withKeys(asked, keys))) };
}

/** What is made of the row's own values would be made once where a key comes twice. */
function setsValues({ arguments: [changed, ...others] }: ts.CallExpression): boolean {
  return changed !== undefined && others.length === 0 && ts.isObjectLiteralExpression(unwrap(changed)) && !/=>|\bsql\b|\beb\b|\bref\(/.test(changed.getText());
}

/** `insertInto('books').values({ … })` */
function insertOf(query: QueryInLoop): BatchWrite | undefined {
  const chain = builderChain(query.chain);
  const [link, ...others] = (chain?.links ?? []).filter(({ call }) => call.arguments.some((each) => query.varies(each)));
  const row = link?.call.arguments[0];
  // What is no object in plain sight may be a list of rows.
  if (!chain || !link || !row || others.length > 0 || link.name !== 'values' || !ts.isObjectLiteralExpression(unwrap(row))) return undefined;
  if (!chain.links.every((each) => each === link || /^(?:insertInto|withSchema|execute)$/.test(each.name))) return undefined;
  return { expression: query.call, method: 'values', item: row, items: 'rows', refusesEmpty: true, mostElements: mostRows(query, row), many: (rows) => chain.with(new Map([[link, `values(${rows})`]])) };
}
