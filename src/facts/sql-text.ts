import { ts } from 'ts-morph';
import { argumentsOf, nameOfAccess, propertyOf, unwrap, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { possibleValues } from './possible-values.js';

/** What stands in a statement for a value that is only known when it runs. */
const VALUE = '?';

/** What stands for a piece of SQL that could not be read: a fragment somebody else writes. */
const FRAGMENT = '\u0000';

/** The text of the statement a call runs, or `undefined` when it is not in the code. Unread fragments make it incomplete. */
export function statementText(facts: Facts, call: CallLike): string | undefined {
  if (ts.isTaggedTemplateExpression(call)) return templateText(facts, call.template, 0);
  for (const argument of argumentsOf(call).slice(0, 1)) {
    const text = textOf(facts, argument, 0);
    if (text !== undefined) return text;
  }
  // What was prepared earlier in the chain, or is itself a tagged statement: sql`…`.execute(db).
  for (const link of facts.chainOf(call).links) {
    if (link.call === call) continue;
    if (ts.isTaggedTemplateExpression(link.call)) return templateText(facts, link.call.template, 0);
    const first = argumentsOf(link.call)[0];
    const text = first ? textOf(facts, first, 0) : undefined;
    if (text !== undefined && looksLikeSql(text)) return text;
  }
  return undefined;
}

const MAX_DEPTH = 6;

function textOf(facts: Facts, expression: ts.Expression, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const values = possibleValues(facts, expression);
  if (values.length !== 1 || !values[0]) return undefined;
  const node = values[0];
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return templateText(facts, node, depth);
  if (ts.isTaggedTemplateExpression(node)) return templateText(facts, node.template, depth);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = textOf(facts, node.left, depth + 1);
    return left === undefined ? undefined : left + (textOf(facts, node.right, depth + 1) ?? placeholder(left));
  }
  if (ts.isObjectLiteralExpression(node)) {
    const text = propertyOf(node, 'text') ?? propertyOf(node, 'sql') ?? propertyOf(node, 'query');
    return text ? textOf(facts, text, depth + 1) : undefined;
  }
  // `Prisma.raw(text)`, `sql.raw(text)`, `SQL(text)`: the text is what counts.
  if (ts.isCallExpression(node) && node.arguments[0] && /^(?:raw|sql|SQL|text|unsafe|prepare|trim)$/.test(nameOfAccess(unwrap(node.expression)) ?? '')) return textOf(facts, node.arguments[0], depth + 1);
  return undefined;
}

function templateText(facts: Facts, template: ts.TemplateLiteral, depth: number): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  let text = template.head.text;
  for (const span of template.templateSpans) {
    text += (depth < MAX_DEPTH ? textOf(facts, span.expression, depth + 1) : undefined) ?? placeholder(text);
    text += span.literal.text;
  }
  return text;
}

/** After an operator, a bracket or a keyword that takes a value or a name, a substitution cannot be a clause of its own. */
function placeholder(before: string): string {
  return /(?:[=<>(,+*/|.]|\b(?:in|like|ilike|limit|offset|from|join|into|update|and|or|between|any|table|interval|by|then|else|when|is|not|select|as)|["'`[])\s*$/i.test(before) ? VALUE : FRAGMENT;
}

function looksLikeSql(text: string): boolean {
  return /^\s*\(?\s*(?:select|with|insert|update|delete|pragma|values)\b/i.test(text);
}

/** A SELECT, taken apart as far as the size of its result is concerned. */
export interface SelectStatement {
  /** As in boundedness: `undecided` where an unread fragment may hold the limit. */
  readonly bound: 'bounded' | 'unbounded' | 'undecided';
  readonly table: string | undefined;
  /** The conditions of the outermost WHERE, joined by AND; those with OR inside are one text. */
  readonly conditions: readonly string[];
  /** Rows come per group, not per row of the table. */
  readonly grouped: readonly string[] | undefined;
}

/** Reads a statement, or says `undefined` when it is no SELECT over a table of the user's. */
export function readSelect(text: string): SelectStatement | undefined {
  const statement = withoutComments(text);
  const outer = outermost(statement);
  const main = /^\s*with\b/i.test(outer) ? outer.slice(Math.max(0, outer.search(/\bselect\b/i))) : outer;
  if (!/^\s*select\b/i.test(main)) return undefined;
  const from = /\bfrom\s+(?:only\s+)?((?:["'`[]?[\w$?]+["'`\]]?\.)*["'`[]?[\w$?]+["'`\]]?|\(\))/i.exec(main);
  if (!from?.[1]) return undefined;
  const table = from[1].replace(/["'`[\]]/g, '');
  if (/^(?:information_schema|pg_|sqlite_|sys\.|mysql\.|generate_series|unnest|json|dual)/i.test(table)) return undefined;
  const fields = main.slice(0, from.index).replace(/^\s*select\s+/i, '');
  const groups = (/\bgroup\s+by\s+(.+?)(?=\bhaving\b|\border\b|\blimit\b|$)/is.exec(main)?.[1] ?? /^distinct\s+(?!on\b)(.+)$/is.exec(fields.trim())?.[1])?.split(',').map((each) => each.replace(/\s+as\s+\S+\s*$/i, '').replace(/::[\w ]+$/, '').replaceAll(/["'`]/g, '').trim());
  const aggregate = groups === undefined && fields.split(',').every((field) => /^\s*(?:count|sum|max|min|avg|bool_or|bool_and|total|array_agg|json_agg|jsonb_agg|group_concat|string_agg|coalesce|exists)\s*\(/i.test(field));
  const inner = table === '()' ? innerSelect(statement) : undefined;
  const limited = /\blimit\s+(?!all\b)\S+(?!\s*(?:,\s*\S+\s*)?\s+by\b)/i.test(main.replace(/\blimit\s+\S+\s+by\b/gi, '')) || /\bfetch\s+(?:first|next)\b/i.test(main) || /^\s*select\s+(?:distinct\s+)?top\b/i.test(main) || /\brownum\b/i.test(main);
  const bounded = aggregate || limited || inner?.bound === 'bounded';
  return {
    bound: bounded ? 'bounded' : main.includes(FRAGMENT) || namedBefore(outer).has(table.toLowerCase()) ? 'undecided' : 'unbounded',
    table: table === '()' ? inner?.table : table === VALUE ? undefined : table,
    conditions: conditionsOf(main), grouped: groups,
  };
}

/** Names of rows that `with` gives to a part of the statement: what bounds them stands there. */
function namedBefore(outer: string): ReadonlySet<string> {
  return new Set([...outer.matchAll(/(?:\bwith(?:\s+recursive)?|,)\s*"?(\w+)"?\s*(?:\(\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\(/gi)].map((each) => (each[1] ?? '').toLowerCase()));
}

function innerSelect(statement: string): SelectStatement | undefined {
  const open = /\bfrom\s*\(/i.exec(statement);
  if (!open) return undefined;
  const start = open.index + open[0].length;
  let depth = 1;
  let end = start;
  for (; end < statement.length && depth > 0; end++) depth += statement[end] === '(' ? 1 : statement[end] === ')' ? -1 : 0;
  return readSelect(statement.slice(start, end - 1));
}

/** `()` stands for what was in brackets: `id in ()`, `lower() = ?`. With an OR among them, the conditions are one. */
function conditionsOf(main: string): readonly string[] {
  const where = /\bwhere\b(.+?)(?=\bgroup\s+by\b|\bhaving\b|\border\s+by\b|\blimit\b|\bunion\b|\bfor\s+update\b|$)/is.exec(main)?.[1];
  if (where === undefined) return [];
  return /\bor\b/i.test(where) ? [where.trim()] : where.split(/\band\b/i).map((each) => each.trim()).filter((each) => each !== '');
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[^]*?\*\//g, ' ').replace(/'(?:[^']|'')*'/g, "'x'");
}

/** What is inside brackets left out: sub-queries, argument lists. */
function outermost(text: string): string {
  let depth = 0;
  let result = '';
  for (const character of text) {
    if (character === '(') {
      if (depth++ === 0) result += '(';
    } else if (character === ')') {
      if (--depth === 0) result += ')';
      if (depth < 0) depth = 0;
    } else if (depth === 0) result += character;
  }
  return result.replace(/^\s*\(\)\s*/, '');
}
