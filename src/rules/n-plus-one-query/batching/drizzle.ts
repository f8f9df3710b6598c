import { ts } from 'ts-morph';
import { entityOf } from '../../../facts/entity-keys.js';
import { mentionsName, unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { builderChain, type BuilderChain, type BuilderLink } from './builder-chain.js';
import { keyMatch } from './key-match.js';
import { optionsOf, valueOfOption } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';
import { firstOfList } from './result-use.js';
import { mostKeys, mostRows } from './statement-size.js';

const IN = { name: 'inArray', from: 'drizzle-orm' };

/** A condition of which one comparison speaks of the element. */
interface KeyedCondition {
  readonly key: ts.Expression;
  /** `books.authorId` */
  readonly column: ts.PropertyAccessExpression;
  with(keys: string): string;
}

export const drizzle: Dialect = {
  read(query) {
    if (/^find(?:First|Many)$/.test(query.use.method)) return relational(query);
    if (query.use.method === '$count') return counted(query);
    const chain = builderChain(query.chain);
    return chain && selected(query, chain);
  },
  write: writeOf,
};

/** `eq(books.authorId, id)`, alone or within `and(…)`. */
function keyedCondition(condition: ts.Expression | undefined, varies: (node: ts.Node) => boolean): KeyedCondition | undefined {
  const whole = condition && unwrap(condition);
  const comparison = whole && comparisonIn(whole, varies);
  const [column, key] = comparison?.arguments ?? [];
  if (!whole || !comparison || !column || !key || !ts.isPropertyAccessExpression(column) || varies(column) || ts.isArrayLiteralExpression(unwrap(key))) return undefined;
  const [start, end] = [comparison.getStart() - whole.getStart(), comparison.end - whole.getStart()];
  return { key, column, with: (keys) => `${whole.getText().slice(0, start)}inArray(${column.getText()}, ${keys})${whole.getText().slice(end)}` };
}

function comparisonIn(condition: ts.Expression, varies: (node: ts.Node) => boolean): ts.CallExpression | undefined {
  if (!ts.isCallExpression(condition)) return undefined;
  const name = condition.expression.getText();
  if (name === 'eq') return condition.arguments.length === 2 ? condition : undefined;
  const [only, ...others] = name === 'and' ? condition.arguments.filter((each) => varies(each)) : [];
  return only && others.length === 0 ? comparisonIn(unwrap(only), varies) : undefined;
}

function isUnique({ facts, use }: QueryInLoop, property: string): boolean {
  return property === 'id' || (entityOf(facts, use)?.keys?.unique ?? []).some((each) => each.length === 1 && each[0] === property);
}

/** What all forms have in common; columns have one type in conditions and rows. */
function common(query: QueryInLoop, { key, column }: KeyedCondition, property = column.name.text) {
  const { facts, use, call } = query;
  const match = keyMatch(query, key, property, { typedColumns: true, unique: isUnique(query, column.name.text) });
  return match && { ...match, mostElements: mostKeys(query), expression: call, key, property, entity: entityOf(facts, use)?.name ?? use.entity, imports: [IN], keyOf: (entry: string) => `${entry}.${property}` };
}

/** `db.query.books.findFirst({ where, with, columns, orderBy })` */
function relational(query: QueryInLoop): BatchRead | undefined {
  const { facts, call, use, varies } = query;
  const options = call.arguments.length === 1 ? optionsOf(call.arguments[0]) : undefined;
  const condition = options && keyedCondition(valueOfOption(options.get('where')), varies);
  const read = condition && common(query, condition);
  const others = [...(options ?? [])].filter(([name]) => name !== 'where' && name !== 'columns');
  if (!condition || !read || !ts.isPropertyAccessExpression(call.expression) || !others.every(([name]) => /^(?:with|orderBy|extras)$/.test(name))) return undefined;
  const table = call.expression.expression.getText();
  const columns = columnsWith(options?.get('columns'), read.property);
  const many = (keys: string, rest: readonly string[]): string => `${table}.findMany({ ${[`where: ${condition.with(keys)}`, ...rest].join(', ')} })`;
  const kept = columns && [...(columns.text === undefined ? [] : [columns.text]), ...others.map(([, each]) => each.getText())];
  if (!columns || !kept) return undefined;
  const rows: BatchRead = { ...read, answers: 'rows', method: 'findMany', keyAdded: columns.added, many: (keys) => many(keys, kept) };
  if (use.method === 'findMany') return rows;
  const unique = isUnique(query, read.property);
  if (!unique && isOnlyTested(facts, call)) return { ...rows, answers: 'exists', many: (keys) => many(keys, [`columns: { ${read.property}: true }`]) };
  if (!unique && options?.has('orderBy')) return undefined;
  return { ...rows, answers: 'row', differs: [...(read.differs ?? []), ...anyOf(unique, read.property)] };
}

function anyOf(unique: boolean, property: string): readonly string[] {
  return unique ? [] : [`of several rows with the same \`${property}\` another one may be taken`];
}

function columnsWith(given: ts.ObjectLiteralElementLike | undefined, property: string): { readonly text: string | undefined; readonly added: boolean } | undefined {
  if (!given) return { text: undefined, added: false };
  const chosen = optionsOf(valueOfOption(given));
  if (!chosen || ![...chosen.values()].every((each) => each.getText().endsWith('true'))) return undefined;
  if (chosen.has(property)) return { text: given.getText(), added: false };
  return { text: `columns: { ${[...[...chosen.values()].map((each) => each.getText()), `${property}: true`].join(', ')} }`, added: true };
}

/** `db.$count(books, where)` */
function counted(query: QueryInLoop): BatchRead | undefined {
  const { call, varies } = query;
  const [table, where] = call.arguments;
  const condition = keyedCondition(where, varies);
  const read = condition && common(query, condition);
  if (!read || !condition || !table || varies(table) || call.arguments.length !== 2 || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const client = call.expression.expression.getText();
  const column = condition.column.getText();
  return {
    ...read, entity: table.getText(), answers: 'count', method: 'groupBy', imports: [IN, { name: 'count', from: 'drizzle-orm' }], answerOf: (entry) => `${entry}.count`,
    many: (keys) => `${client}.select({ ${read.property}: ${column}, count: count() }).from(${table.getText()}).where(${condition.with(keys)}).groupBy(${column})`,
  };
}

const KEPT = /^(?:select|from|where|(?:inner|left)Join|orderBy|with|execute|all)$/;
const AGGREGATE = /^(count|countDistinct|sum|sumDistinct|avg|avgDistinct|min|max)\(/;

/** `db.select({ … }).from(books).where(…)` */
function selected(query: QueryInLoop, chain: BuilderChain): BatchRead | undefined {
  const { facts, call, varies } = query;
  const [where, ...others] = chain.links.filter((link) => link.call.arguments.some((each) => varies(each)));
  const condition = where?.name === 'where' && others.length === 0 ? keyedCondition(where.call.arguments[0], varies) : undefined;
  const one = chain.links.find(({ name, call: { arguments: [first] } }) => name === 'get' || (name === 'limit' && first?.getText() === '1'));
  const select = chain.links.find(({ name }) => name === 'select');
  if (!where || !condition || !select || !chain.links.every((each) => each === one || KEPT.test(each.name))) return undefined;
  const fields = fieldsWith(select, condition.column, chain.links.some(({ name }) => name.endsWith('Join')));
  const read = fields && common(query, condition, fields.property);
  if (!fields || !read) return undefined;
  const many = (keys: string): string => chain.with(new Map([[where, `where(${condition.with(keys)})${fields.fold ? `.groupBy(${condition.column.getText()})` : ''}`], [select, fields.text], ...(one ? [[one, one.name === 'get' ? 'all()' : ''] as const] : [])]));
  const rows: BatchRead = { ...read, answers: 'rows', method: 'inArray', keyAdded: fields.added, many };
  const taken = one?.name === 'get' ? undefined : firstOfList(facts, call, fields.fold !== undefined);
  if (fields.fold) return one ? undefined : { ...rows, ...taken, method: 'groupBy', answers: taken ? 'row' : 'rows', missing: taken ? fields.fold : `[${fields.fold}]` };
  const unique = isUnique(query, condition.column.name.text);
  if (!taken && one?.name !== 'get') return unique || !one ? rows : undefined;
  if (!unique && !one) return rows;
  if (!unique && chain.links.some(({ name }) => name === 'orderBy')) return undefined;
  return { ...rows, ...taken, answers: 'row', differs: [...(read.differs ?? []), ...anyOf(unique, read.property)] };
}

interface Fields {
  readonly property: string;
  readonly added: boolean;
  readonly text: string;
  /** The only field is made of many rows: what it is of none. */
  readonly fold?: string;
}

function fieldsWith({ call }: BuilderLink, column: ts.PropertyAccessExpression, joined: boolean): Fields | undefined {
  const property = column.name.text;
  const [given] = call.arguments;
  if (!given) return joined ? undefined : { property, added: false, text: 'select()' };
  const fields = optionsOf(given);
  if (!fields) return undefined;
  const held = [...fields].find(([, each]) => valueOfOption(each)?.getText() === column.getText());
  const folds = [...fields].map(([name, each]) => ({ name, fold: AGGREGATE.exec(valueOfOption(each)?.getText() ?? '')?.[1] }));
  const [only] = folds;
  if (folds.some(({ fold }) => fold !== undefined) && (folds.length > 1 || held)) return undefined;
  if (held) return { property: held[0], added: false, text: `select(${given.getText()})` };
  // A tagged statement may be made of many rows as well.
  if (fields.has(property) || [...fields.values()].some((each) => valueOfOption(each) && /^sql\b/.test(valueOfOption(each)?.getText() ?? ''))) return undefined;
  const text = `select({ ${[`${property}: ${column.getText()}`, ...[...fields.values()].map((each) => each.getText())].join(', ')} })`;
  return { property, added: true, text, ...(only?.fold !== undefined ? { fold: `{ ${only.name}: ${only.fold.startsWith('count') ? '0' : 'null'} }` } : {}) };
}

/** Rows inserted together; the same change, or the removal, of all rows with those keys. */
function writeOf(query: QueryInLoop): BatchWrite | undefined {
  const { call, varies } = query;
  const chain = builderChain(query.chain);
  const [link, ...others] = (chain?.links ?? []).filter((each) => each.call.arguments.some((argument) => varies(argument)));
  const [argument] = link?.call.arguments ?? [];
  if (!chain || !link || !argument || others.length > 0 || !chain.links.every(({ name }) => /^(?:insert|values|onConflictDoNothing|update|set|delete|where|execute|run)$/.test(name))) return undefined;
  if (link.name === 'values') {
    // What is no object in plain sight may be a list of rows.
    return !ts.isObjectLiteralExpression(unwrap(argument)) ? undefined : { expression: call, method: 'values', item: argument, items: 'rows', refusesEmpty: true, mostElements: mostRows(query, argument), many: (rows) => chain.with(new Map([[link, `values(${rows})`]])) };
  }
  const condition = link.name === 'where' ? keyedCondition(argument, varies) : undefined;
  // What is made of the row's own value would be made once for a key that comes twice.
  const changes = chain.links.filter(({ name }) => name === 'set').flatMap((each) => each.call.arguments);
  if (changes.some((each) => !ts.isObjectLiteralExpression(unwrap(each)) || mentionsName(each, 'sql'))) return undefined;
  return condition && { expression: call, method: 'inArray', item: condition.key, items: `${condition.column.name.text}s`, imports: [IN], mostElements: mostKeys(query), many: (keys) => chain.with(new Map([[link, `where(${condition.with(keys)})`]])) };
}
