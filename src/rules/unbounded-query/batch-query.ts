import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { mixingWords, orderWords, type BatchWriting } from '../../knowledge/query-writing.js';
import { appendArguments, appendElements, appendProperties, inQuotesOf } from '../../syntax/list-text.js';
import { propertyOf, unwrap } from '../../syntax/nodes.js';
import { importsOf, named } from './bound-writing.js';
import type { UnboundedQuery } from './detect.js';
import { namesKey } from './row-order.js';

/** The names in the loop: the key, the variable with the last one read, and the one with the size of a batch. */
export interface BatchNames {
  readonly key: string;
  readonly last: string;
  readonly size: string;
}

export interface BatchQuery {
  /** Within the text of the query. */
  readonly query: readonly TextEdit[];
  readonly imports: readonly TextEdit[];
  /** Its rows came in order of the key before. */
  readonly ordered: boolean;
}

/** A query made to read the batch behind the last key; `undefined` where its text does not take that. */
export function batchQuery(facts: Facts, query: UnboundedQuery, batch: BatchWriting, names: BatchNames): BatchQuery | undefined {
  const { call } = query;
  if (!ts.isCallExpression(call) || query.links.some((link) => mixingWords.test(link.name) && !/aggregate|include/.test(link.name)) || query.links.some((link) => /^(?:skip|offset)$/.test(link.name))) return undefined;
  const imports = batch.imports ? importsOf(facts, call.getSourceFile(), batch.imports.names, batch.imports.from) : [];
  const edits = batch.options ? inOptions(query, call, batch, batch.options, names) : inChain(query, call, batch, names);
  return imports && edits ? { query: edits, imports, ordered: batch.options !== undefined && orderWords.has(batch.options.order.name) && new RegExp(`\\b${batch.options.order.name}\\b`).test(call.getText()) } : undefined;
}

function inOptions({ use }: UnboundedQuery, call: ts.CallExpression, batch: BatchWriting, options: NonNullable<BatchWriting['options']>, names: BatchNames): readonly TextEdit[] | undefined {
  const own = (text: string): string => inQuotesOf(call, fill(text, names));
  const argument = use.operation.bound?.argument ?? 0;
  const given = call.arguments[argument] ? unwrap(call.arguments[argument]) : undefined;
  if (given && (!ts.isObjectLiteralExpression(given) || given.properties.some((each) => !each.name || REFUSED.test(each.name.getText())))) return undefined;
  const object = given;
  const filter = options.filterArgument ? call.arguments[use.operation.filter?.argument ?? 0] : object && propertyOf(object, 'where');
  const added: string[] = [];
  const edits: TextEdit[] = [];
  const condition = `${names.last} === undefined ? {} : { ${own(options.condition)} }`;
  if (filter) {
    const where = unwrap(filter);
    if (!ts.isObjectLiteralExpression(where) || where.properties.some((each) => !each.name || each.name.getText() === names.key)) return undefined;
    edits.push(...appendProperties(where, [`...(${condition})`]));
  } else if (options.filterArgument) return undefined;
  else added.push(`where: ${condition}`);
  const order = object ? propertyOf(object, options.order.name) : undefined;
  if (order) {
    if (!isByKey(order, names.key)) return undefined;
  } else added.push(own(`${options.order.name}: ${options.order.value}`));
  added.push(`${options.bound}: ${names.size}`);
  const columns = object ? columnEdits(object, options.columns, names.key) : [];
  if (!columns) return undefined;
  if (object) return [...edits, ...columns, ...appendProperties(object, added)];
  return call.arguments.length === argument ? [...edits, ...appendArguments(call, [`{ ${added.join(', ')} }`])] : undefined;
}

const REFUSED = /^(?:skip|offset|distinct|cursor|group|having|take|limit|orderByRaw)$/;

/** In ascending order of the key and of nothing else. */
function isByKey(order: ts.Expression, key: string): boolean {
  return namesKey(order, key) && !/desc|-1|,.*,/i.test(order.getText()) && (order.getText().match(/asc|:/gi) ?? []).length <= 2;
}

/** The key among the columns that are named. */
function columnEdits(object: ts.ObjectLiteralExpression, names: readonly string[], key: string): readonly TextEdit[] | undefined {
  for (const name of names) {
    const written = propertyOf(object, name);
    const columns = written ? unwrap(written) : undefined;
    if (!columns) continue;
    if (ts.isObjectLiteralExpression(columns)) {
      if (columns.properties.some((each) => !each.name)) return undefined;
      const asked = propertyOf(columns, key);
      return asked ? (asked.kind === ts.SyntaxKind.TrueKeyword ? [] : undefined) : appendProperties(columns, [`${key}: true`]);
    }
    if (!ts.isArrayLiteralExpression(columns) || !columns.elements.every((each) => ts.isStringLiteralLike(each))) return undefined;
    return columns.elements.some((each) => ts.isStringLiteralLike(each) && each.text === key) ? [] : appendElements(columns, [inQuotesOf(object, `'${key}'`)]);
  }
  return [];
}

function inChain(query: UnboundedQuery, call: ts.CallExpression, { chain }: BatchWriting, names: BatchNames): readonly TextEdit[] | undefined {
  if (!chain || query.links.some((link) => orderWords.has(link.name) || link.handed === true || !ts.isCallExpression(link.call) || link.call.getSourceFile() !== call.getSourceFile() || link.call.pos < call.pos || link.call.end > call.end)) return undefined;
  const select = query.links.find((link) => /^select|^columns?$/.test(link.name))?.call;
  if (select && ts.isCallExpression(select) && select.arguments.length > 0 && !namesColumn(select, names.key)) return undefined;
  const text = named(fill(chain.bound, names), query, names.key);
  if (text === undefined) return undefined;
  const path = call.getSourceFile().fileName;
  const append: TextEdit = { path, start: call.end, end: call.end, newText: inQuotesOf(call, text) };
  if (chain.joinWhere === undefined) return [append];
  const wheres = query.links.filter((link) => link.name === 'where');
  const [where] = wheres;
  const condition = named(fill(chain.joinWhere.condition, names), query, names.key);
  if (condition === undefined || wheres.length > 1) return undefined;
  if (!where) return [{ ...append, newText: `.where(${condition})${append.newText}` }];
  const given = ts.isCallExpression(where.call) && where.call.arguments.length === 1 ? where.call.arguments[0] : undefined;
  if (!given) return undefined;
  return [{ path, start: given.getStart(), end: given.getStart(), newText: `${chain.joinWhere.and}(` }, { path, start: given.end, end: given.end, newText: `, ${condition})` }, append];
}

function namesColumn(select: ts.CallExpression, key: string): boolean {
  return select.arguments.some((each) => {
    const given = unwrap(each);
    if (ts.isStringLiteralLike(given)) return given.text === key || given.text === '*';
    if (ts.isArrayLiteralExpression(given)) return given.elements.some((one) => ts.isStringLiteralLike(one) && one.text === key);
    return ts.isObjectLiteralExpression(given) && propertyOf(given, key) !== undefined;
  });
}

function fill(text: string, { key, last, size }: BatchNames): string {
  return text.replaceAll('{key}', key).replaceAll('{last}', last).replaceAll('{size}', size);
}
