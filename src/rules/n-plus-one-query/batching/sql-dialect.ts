import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { argumentsOf, calleeOf, unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { textArgument } from './builder-chain.js';
import { camelCased, pluralOf, variableOf } from './names.js';
import { isUsedAsNumber } from './result-use.js';
import { forMany, keyedStatement, type KeyedStatement } from './sql-statement.js';
import { mostRows } from './statement-size.js';

/** What drivers that take a text and a list of values do differently. */
export interface SqlDriver {
  /** How one of a list is asked for, for titles: `= ANY`. */
  readonly method: string;
  /** A statement in the numbered parameters (`$1`) that are read here, and back; `undefined` where a text cannot be told in them. */
  readonly numbered: (text: string) => string | undefined;
  readonly written: (numbered: string) => string;
  /** `column` is one of the list that parameter `$n` is. */
  readonly isOneOf: (column: string, parameter: string, cast: string | undefined) => string;
  /** Methods whose values may be lists. */
  readonly takesLists: (method: string) => boolean;
  /** What a result is used for, where that is its rows and nothing else. */
  readonly rowsOfResult: (facts: Facts, call: ts.CallExpression) => RowsOfResult | undefined;
  readonly held: NonNullable<BatchRead['held']>;
  readonly refusesEmpty: boolean;
  /** One statement for many rows, given as lists of their values; `undefined` for statements it is not known of. */
  readonly insert: (text: string, parameters: number) => ManyRows | undefined;
  /** A count comes as a number, or as text, as what may not fit into one. */
  readonly countsAreText: boolean;
}

/** How many rows are inserted by one call: the texts of its two arguments. */
export interface ManyRows {
  readonly prepared?: BatchWrite['prepared'];
  /** @param quote of the statement for one row */
  statement(prepared: string, quote: string): string;
  values(rows: string): string;
}

export interface RowsOfResult {
  readonly taken: Pick<BatchRead, 'expression' | 'binding' | 'wrap'>;
  /** Only their number matters. */
  readonly counted: boolean;
}

/** `query(text, values)` with one value that differs from element to element. */
interface SqlQuery {
  readonly driver: SqlDriver;
  readonly query: QueryInLoop;
  readonly statement: KeyedStatement;
  readonly key: ts.Expression;
  /** Number of its parameter. */
  readonly parameter: number;
  /** The call with another statement, and a list in the key's place. */
  with(statement: string, keys: string): string;
}

export function sqlDialect(driver: SqlDriver): Dialect {
  return {
    read(query) {
      const asked = sqlQuery(driver, query);
      return asked?.statement.verb === 'select' ? readOf(asked) : undefined;
    },
    write(query) {
      const asked = sqlQuery(driver, query);
      if (asked) return asked.statement.verb === 'select' ? undefined : writeOf(asked);
      return insertOf(driver, query);
    },
  };
}

function sqlQuery(driver: SqlDriver, query: QueryInLoop): SqlQuery | undefined {
  const { call, varies } = query;
  const [given, list, ...others] = argumentsOf(call);
  const values = list && unwrap(list);
  const text = textArgument(given);
  if (!given || text === undefined || !values || !ts.isArrayLiteralExpression(values) || others.length > 0 || varies(call.expression) || !driver.takesLists(methodOf(call))) return undefined;
  const quote = given.getText().charAt(0);
  const at = values.elements.findIndex((each) => varies(each));
  const key = values.elements[at];
  if (!key || ts.isSpreadElement(key) || values.elements.some((each, index) => ts.isSpreadElement(each) || (index !== at && varies(each))) || given.getText() !== `${quote}${text}${quote}`) return undefined;
  const numbered = driver.numbered(text);
  const statement = numbered === undefined ? undefined : keyedStatement(numbered, at + 1);
  return statement && {
    driver, query, statement, key, parameter: at + 1,
    with: (changed, keys) => `${call.expression.getText()}${typeArguments(call)}(${quote}${driver.written(changed)}${quote}, [${values.elements.map((each, index) => (index === at ? keys : each.getText())).join(', ')}])`,
  };
}

function typeArguments({ typeArguments: given }: ts.CallExpression): string {
  return given ? `<${given.map((each) => each.getText()).join(', ')}>` : '';
}

function methodOf(call: ts.CallExpression): string {
  const callee = unwrap(calleeOf(call));
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
}

function readOf(asked: SqlQuery): BatchRead | undefined {
  const { driver, query: { facts, call }, statement, key } = asked;
  const used = driver.rowsOfResult(facts, call);
  const differs = differencesOfKey(asked);
  if (!used || !differs) return undefined;
  const { property, column } = statement.comparison;
  const common = {
    ...used.taken, key, property, entity: variableOf(statement.table), method: driver.method, looseKeys: true, refusesEmpty: driver.refusesEmpty, keyOf: (entry: string) => `${entry}.${property}`,
    held: driver.held, differs,
  };
  const aggregate = aggregateOf(statement, driver);
  if (aggregate) return statement.limitStart === undefined && aggregate.name !== property ? aggregated(asked, common, aggregate) : undefined;
  if (statement.limitStart !== undefined && (property !== 'id' || statement.joined)) {
    // One row or none: the keys that have some.
    return used.counted ? { ...common, answers: 'rows', many: manyOf({ ...asked, statement: unordered(statement) }, { list: `DISTINCT ${column}`, limited: false }) } : undefined;
  }
  const chosen = chosenColumns(statement);
  return chosen && {
    ...common, property: chosen.property, keyOf: (entry) => `${entry}.${chosen.property}`, answers: 'rows', keyAdded: chosen.added,
    many: manyOf(asked, { list: chosen.list, limited: false }),
  };
}

function manyOf({ driver, statement, parameter, with: changed }: SqlQuery, wanted?: Parameters<typeof forMany>[3]): (keys: string) => string {
  return (keys) => changed(forMany(statement, parameter, driver.isOneOf, wanted), keys);
}

/** Nothing of the order is left when rows are only counted. */
function unordered(statement: KeyedStatement): KeyedStatement {
  const order = /\s+order\s+by\b/i.exec(statement.text);
  return order && statement.ordered ? { ...statement, limitStart: order.index } : statement;
}

/** Keys are compared as texts, which the database may do in another way; `undefined` where they are objects. */
function differencesOfKey({ query: { facts }, key, statement: { comparison: { property } } }: SqlQuery): readonly string[] | undefined {
  const kinds = facts.oracle?.kindsOf(key);
  const identifies = /(?:^|_|[a-z])id$/.test(property);
  // Nobody knows whether it is a date.
  if (kinds ? kinds.has('object') || kinds.has('boolean') : !identifies) return undefined;
  return identifies && kinds && !kinds.has('string') ? [] : [`a value of \`${property}\` that only the database takes for equal ("07" and 7, a uuid in capitals, citext) is not found`];
}

interface Aggregate {
  readonly fold: string;
  readonly name: string;
  /** Its value where there are no rows. */
  readonly nothing: string;
}

/** `count(*) AS books`, alone. */
function aggregateOf({ list }: KeyedStatement, { countsAreText }: SqlDriver): Aggregate | undefined {
  const match = /^(count|sum|avg|min|max)\s*\([^()]*\)(?:\s*::\s*(\w+))?(?:\s+(?:as\s+)?([a-z_]\w*))?$/i.exec(list.trim());
  if (!match) return undefined;
  const [, fold = '', cast, name = fold] = match;
  const isCount = fold.toLowerCase() === 'count';
  if (isCount && cast !== undefined && !/^(?:int|int4|integer|bigint|int8|text)$/i.test(cast)) return undefined;
  return { fold: fold.toLowerCase(), name: name.toLowerCase(), nothing: !isCount ? 'null' : !countsAreText || /^(?:int|int4|integer)$/i.test(cast ?? '') ? '0' : "'0'" };
}

/** One group per key; a key without rows has no group. */
function aggregated(asked: SqlQuery, common: Omit<BatchRead, 'answers' | 'many'>, { fold, name, nothing }: Aggregate): BatchRead {
  const { query: { facts, call }, statement } = asked;
  const told = nothing === "'0'" && !isUsedAsNumber(facts, common.expression === call ? call : common.expression) ? ['where there are no rows the count is the text "0", whatever the driver is told to make of a bigint'] : [];
  return {
    ...common, entity: `${common.entity ?? 'row'}_${fold}`, answers: 'row', missing: `{ ${name}: ${nothing} }`, keyAdded: true, differs: [...(common.differs ?? []), ...told],
    wrap: (found) => common.wrap?.(`[${found}]`) ?? `[${found}]`,
    many: manyOf(asked, { list: `${statement.comparison.column}, ${statement.list}`, group: true }),
  };
}

interface ChosenColumns {
  readonly list: string;
  readonly property: string;
  readonly added: boolean;
}

/** The columns with the one that is compared among them; `undefined` where others could go by its name. */
function chosenColumns({ list, joined, comparison: { column, property } }: KeyedStatement): ChosenColumns | undefined {
  if (list.trim() === '*') return joined ? undefined : { list, property, added: false };
  const columns = list.split(',').map((each) => /^\s*((?:[a-z_]\w*\.)?[a-z_]\w*)(?:\s+(?:as\s+)?([a-z_]\w*))?\s*$/i.exec(each));
  if (!columns.every((each) => each !== null)) return undefined;
  const named = columns.map(([, from = '', as]) => ({ from, name: (as ?? from.slice(from.lastIndexOf('.') + 1)).toLowerCase() }));
  const held = named.find(({ from }) => from === column);
  if (held) return named.filter(({ name }) => name === held.name).length === 1 ? { list, property: held.name, added: false } : undefined;
  return named.some(({ name }) => name === property) ? undefined : { list: `${column}, ${list}`, property, added: true };
}

/** The same change, or the removal, of all rows with those keys. */
function writeOf(asked: SqlQuery): BatchWrite | undefined {
  const { driver, query: { call }, statement, key } = asked;
  // What is made of the row's own values would be made once where a key comes twice.
  if (statement.verb === 'update' && !statement.list.split(',').every((each) => /^\s*[a-z_]\w*\s*=\s*(?:\$\d+|'[^']*'|-?\d+(?:\.\d+)?|true|false|null|now\(\)|current_timestamp)\s*$/i.test(each))) return undefined;
  return { expression: call, method: driver.method, item: key, items: pluralOf(camelCased(statement.comparison.property)), refusesEmpty: driver.refusesEmpty, many: manyOf(asked) };
}

/** `query('INSERT … VALUES ($1, $2)', [row.a, row.b])`: the rows of all elements. */
function insertOf(driver: SqlDriver, query: QueryInLoop): BatchWrite | undefined {
  const { call, varies } = query;
  const [given, list, ...others] = argumentsOf(call);
  const values = list && unwrap(list);
  const text = textArgument(given);
  if (!given || text === undefined || !values || !ts.isArrayLiteralExpression(values) || others.length > 0 || varies(call.expression) || !driver.takesLists(methodOf(call))) return undefined;
  const { elements } = values;
  if (given.getText().slice(1, -1) !== text || elements.length === 0 || elements.some((each) => ts.isSpreadElement(each)) || !elements.some((each) => varies(each))) return undefined;
  const rows = driver.insert(text, elements.length);
  return rows && {
    expression: call, method: 'VALUES', item: list, items: 'rows', refusesEmpty: true, mostElements: mostRows(query, values), ...(rows.prepared ? { prepared: rows.prepared } : {}),
    many: (items, prepared) => `${call.expression.getText()}${typeArguments(call)}(${rows.statement(prepared, given.getText().charAt(0))}, ${rows.values(items)})`,
  };
}
