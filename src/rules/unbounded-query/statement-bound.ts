import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { statementText } from '../../facts/sql-text.js';
import { lineIndent } from '../../syntax/list-text.js';
import { argumentsOf, propertyOf, unwrap } from '../../syntax/nodes.js';
import type { BoundWritten, Bounding } from './bound-writing.js';
import type { UnboundedQuery } from './detect.js';

/** Clauses behind which no limit may stand, or which make the end of the text another query's. */
const CLOSED = /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\b(?:union|intersect|except)\b|\boffset\b|\binto\s+outfile\b|\block\s+in\b|\bfetch\s+(?:first|next)\b|;\s*\S/i;

/** Writes a limit at the end of a statement whose text stands in the call. */
export function boundStatement(facts: Facts, query: UnboundedQuery, statement: string, { size, key }: Bounding): BoundWritten | undefined {
  const text = statementText(facts, query.call);
  const literal = query.links.concat({ name: '', call: query.call }).map((each) => literalOf(each.call)).find((each) => each !== undefined);
  if (text === undefined || !literal || CLOSED.test(text) || /--/.test(text)) return undefined;
  const file = query.call.getSourceFile();
  const start = literal.getStart(file) + 1;
  const written = file.text.slice(start, literal.end - 1);
  const end = start + written.replace(/[\s;]+$/, '').length;
  const outer = withoutBrackets(text);
  const ordered = /\border\s+by\b/i.test(outer);
  const plain = !/\b(?:join|group\s+by|distinct)\b/i.test(outer);
  const lower = /\bselect\b/.test(text);
  const indent = written.includes('\n') ? `\n${lineIndent(file, end)}` : ' ';
  const orderKey = ordered || !plain ? undefined : key;
  const words = lower ? ['order by', statement.toLowerCase()] : ['ORDER BY', statement];
  const clauses = [...(orderKey === undefined ? [] : [`${words[0] ?? ''} ${orderKey}`]), (words[1] ?? '').replace('{size}', size)].map((each) => indent + each);
  const added = clauses.at(-1)?.trim() ?? '';
  const order = orderKey !== undefined ? { kind: 'key' as const, key: orderKey } : { kind: ordered ? ('open' as const) : ('none' as const) };
  return { added, order, edits: [{ path: file.fileName, start: end, end, newText: clauses.join('') }] };
}

/** The statement without its sub-queries and lists. */
function withoutBrackets(text: string): string {
  const inner = text.replace(/\([^()]*\)/g, '');
  return inner === text ? text : withoutBrackets(inner);
}

/** The string or template with the statement, in the call itself. */
function literalOf(call: ts.Node): ts.StringLiteralLike | ts.TemplateExpression | undefined {
  if (ts.isTaggedTemplateExpression(call)) return call.template;
  if (!ts.isCallExpression(call)) return undefined;
  const [first] = argumentsOf(call);
  const given = first ? unwrap(first) : undefined;
  const text = given && ts.isObjectLiteralExpression(given) ? (propertyOf(given, 'text') ?? propertyOf(given, 'sql')) : given;
  const inner = text ? unwrap(text) : undefined;
  return inner && (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) ? inner : undefined;
}
