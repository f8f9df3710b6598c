import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import { chainEnds, customaryKeys, orderWords, writingFor, type QueryWriting } from '../../knowledge/query-writing.js';
import { argumentsOf, nameOfAccess, propertyOf, receiverOf, unwrap } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import { countFix } from './count-fix.js';
import type { UnboundedQuery } from './detect.js';
import { appendProperties, inQuotesOf, lineIndent } from './layout.js';

/** Rows a repair lets through: what fits a screen several times over, and costs a database nothing. */
const SIZE = 100;

/** Uses that a limit leaves meaningful: of a sum or a search it would make another answer. */
const LIMITABLE: ReadonlySet<UnboundedQuery['result']['kind']> = new Set(['first', 'fields', 'rows']);

export function mayBeFixed(query: UnboundedQuery): boolean {
  return query.call === query.use.call && writingOf(query) !== undefined && (query.work === undefined || query.result.kind === 'length');
}

/** A count where only the number is used; otherwise a limit, unless it is a job's, which has to see every row. */
export function boundFixes(query: UnboundedQuery): readonly FixProposal[] {
  const writing = writingOf(query);
  if (!writing || query.call !== query.use.call) return [];
  if (query.result.kind === 'length') return countFix(query, writing);
  if (query.work !== undefined || !LIMITABLE.has(query.result.kind)) return [];
  const size = query.result.kind === 'first' ? 1 : SIZE;
  const rows = size === 1 ? 'one row' : `at most ${size} rows`;
  const limited = writing.options ? limitInOptions(query, writing.options, size) : writing.chain ? limitInChain(query, writing.chain, size) : undefined;
  if (!limited) return [];
  const order = limited.order === undefined ? (limited.ordered ? '' : ', in no fixed order') : `, ordered by \`${limited.order}\``;
  return [{ title: `Add \`${limited.added}\``, differs: [`returns ${rows}${order}`], edits: [limited.edit] }];
}

function writingOf({ use, links }: UnboundedQuery): QueryWriting | undefined {
  return use.operation.rows === 'many' && !use.operation.relation ? writingFor(use.library.id, [use.method, ...links.map((link) => link.name)]) : undefined;
}

interface Limited {
  readonly edit: TextEdit;
  readonly added: string;
  /** The field a repair orders by, when it adds an order. */
  readonly order: string | undefined;
  readonly ordered: boolean;
}

/** A field that gives a fixed order, as far as the definition of the model, or custom, tells. */
function keyOf({ entity, use }: UnboundedQuery): string | undefined {
  return entity?.keys?.primary ?? customaryKeys[use.library.id];
}

function limitInOptions(query: UnboundedQuery, { argument, bound, order: [orderName, orderText] }: NonNullable<QueryWriting['options']>, size: number): Limited | undefined {
  const { call } = query;
  if (!ts.isCallExpression(call)) return undefined;
  const given = call.arguments[argument];
  const object = given ? unwrap(given) : undefined;
  if (object && !ts.isObjectLiteralExpression(object)) return undefined;
  const ordered = object?.properties.some((each) => orderWords.has(each.name?.getText() ?? '')) ?? false;
  // A limit that says `undefined` stands in the way of a new one.
  if (object && propertyOf(object, bound)) return undefined;
  const key = ordered ? undefined : keyOf(query);
  const properties = [`${bound}: ${size}`, ...(key === undefined ? [] : [`${orderName}: ${inQuotesOf(call, orderText.replaceAll('{key}', key))}`])];
  const path = call.getSourceFile().fileName;
  const result = { added: `${bound}: ${size}`, order: key, ordered };
  if (object) return { ...result, edit: { path, ...appendProperties(object, properties) } };
  if (call.arguments.length !== argument) return undefined;
  const at = call.end - 1;
  return { ...result, edit: { path, start: at, end: at, newText: `${argument > 0 ? ', ' : ''}{ ${properties.join(', ')} }` } };
}

function limitInChain(query: UnboundedQuery, { bound, order }: NonNullable<QueryWriting['chain']>, size: number): Limited | undefined {
  const { call, links } = query;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee);
  const before = name !== undefined && chainEnds.has(name) ? receiverOf(callee) : call;
  if (!before || (before !== call && !ts.isPropertyAccessExpression(callee))) return undefined;
  const at = before === call ? call.end : (callee as ts.PropertyAccessExpression).expression.end;
  const ordered = links.some((link) => orderWords.has(link.name));
  // Beside joins and groups the bare name of a key may mean another table's, or nothing.
  const mixed = links.some((link) => /join|group|distinct|union/i.test(link.name));
  const key = ordered || mixed ? undefined : keyOf(query);
  const orderText = key === undefined ? undefined : fill(order, query, key);
  const boundText = bound.replace('{size}', String(size));
  const indent = chainIndent(call);
  const path = call.getSourceFile().fileName;
  const newText = [...(orderText === undefined ? [] : [inQuotesOf(call, orderText)]), boundText].map((each) => indent + each).join('');
  return { edit: { path, start: at, end: at, newText }, added: boundText.slice(1), order: orderText === undefined ? undefined : key, ordered };
}

function fill(order: string, { entity, links }: UnboundedQuery, key: string): string | undefined {
  const named = links.map((link) => link.call).flatMap((call) => (nameOfAccess(unwrap(ts.isCallExpression(call) ? call.expression : (call as ts.NewExpression).expression)) === 'createQueryBuilder' ? argumentsOf(call) : [])).at(-1);
  const alias = named && ts.isStringLiteralLike(named) ? named.text : undefined;
  const table = entity?.node && ts.isIdentifier(entity.node) ? entity.node.text : undefined;
  if ((order.includes('{alias}') && alias === undefined) || (order.includes('{table}') && table === undefined)) return undefined;
  return order.replaceAll('{key}', key).replaceAll('{alias}', alias ?? '').replaceAll('{table}', table ?? '');
}

/** A line break and the indentation of the chain's last dot, when the chain is written one call to a line. */
function chainIndent(call: ts.CallExpression): string {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return '';
  const text = call.getSourceFile().text;
  const between = text.slice(callee.expression.end, callee.name.getStart());
  return between.includes('\n') ? `\n${lineIndent(call.getSourceFile(), callee.name.getStart())}` : '';
}
