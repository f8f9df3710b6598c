import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { writtenInsideOnly } from '../../facts/rows-one-by-one.js';
import type { QueryWriting } from '../../knowledge/query-writing.js';
import { indentOf, indentUnit, statementEnd, stretchAt } from '../../syntax/layout.js';
import { awaitOf, enclosingFunction, isJavaScript, wrapped } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import { batchQuery } from './batch-query.js';
import type { UnboundedQuery } from './detect.js';
import { keyField, orderKey } from './row-order.js';

/** Rows of a batch: many enough that their number costs little, few enough to be held. */
const BATCH = 500;

/** Where rows are worked on one by one and nothing needs them all at once, they are read in batches by key, or from a cursor. */
export function batchFix(facts: Facts, query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  const place = writing.batch || writing.stream !== undefined ? placeOf(query) : undefined;
  if (!place || !writtenInsideOnly(facts, place.loop, place.rows, query.entity?.name)) return [];
  return writing.stream === undefined ? keysetFix(facts, query, writing, place) : streamFix(query, writing.stream, place);
}

/** Where rows are loaded, and the statement after it that works on them. */
interface Place {
  /** `const rows = await query;`; absent where the loop itself asks: `for (const row of await query)`. */
  readonly load: ts.VariableStatement | undefined;
  readonly awaited: ts.AwaitExpression;
  /** Declarations between the two, which have to stay outside of the loop. */
  readonly between: { readonly start: number; readonly end: number } | undefined;
  /** What the loop runs over. */
  readonly rows: ts.Expression;
  readonly loop: ts.ForOfStatement | ts.ExpressionStatement;
}

function placeOf({ call, result }: UnboundedQuery): Place | undefined {
  const awaited = awaitOf(call);
  if (!awaited || !enclosingFunction(call)) return undefined;
  const direct = wrapped(awaited).parent;
  if (ts.isForOfStatement(direct) && direct.expression === wrapped(awaited)) return isPlainLoop(direct) ? { load: undefined, between: undefined, awaited, rows: direct.expression, loop: direct } : undefined;
  const { held } = result;
  const load = held?.parent.parent;
  if (!held || held.type || !ts.isIdentifier(held.name) || !load || !ts.isVariableStatement(load) || load.declarationList.declarations.length !== 1 || !ts.isBlock(load.parent)) return undefined;
  return loopAfter(load, held, awaited);
}

/** The loop over the rows, with nothing but declarations that ask nobody anything in between. */
function loopAfter(load: ts.VariableStatement, held: ts.VariableDeclaration, awaited: ts.AwaitExpression): Place | undefined {
  const { statements } = load.parent as ts.Block;
  const name = held.name.getText();
  const between: ts.Statement[] = [];
  for (const each of statements.slice(statements.indexOf(load) + 1)) {
    const rows = loopedRows(each);
    const [first, last] = [between[0], between.at(-1)];
    if (rows && ts.isIdentifier(rows) && rows.text === name) return { load, between: first && last && { start: withComments(first), end: afterComments(last) }, awaited, rows, loop: each as Place['loop'] };
    if (!ts.isVariableStatement(each) || /\bawait\b|\(/.test(each.getText().replace(/new (?:Map|Set)(?:<[^;]*>)?\(\)/, ''))) return undefined;
    between.push(each);
  }
  return undefined;
}

/** `for (const row of rows)`, `rows.forEach(…)`, `await Promise.all(rows.map(…))`. */
function loopedRows(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isForOfStatement(statement)) return isPlainLoop(statement) ? statement.expression : undefined;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const awaited = ts.isAwaitExpression(statement.expression) ? statement.expression.expression : statement.expression;
  if (!ts.isCallExpression(awaited)) return undefined;
  const all = /^Promise\.all(?:Settled)?$/.test(awaited.expression.getText()) && awaited !== statement.expression ? awaited.arguments[0] : awaited;
  const method = all && ts.isCallExpression(all) && ts.isPropertyAccessExpression(all.expression) ? all.expression : undefined;
  return method && method.name.text === (all === awaited ? 'forEach' : 'map') ? method.expression : undefined;
}

function isPlainLoop(loop: ts.ForOfStatement): boolean {
  return !loop.awaitModifier && ts.isVariableDeclarationList(loop.initializer) && ts.isBlock(loop.parent) && ts.isBlock(loop.statement);
}

function keysetFix(facts: Facts, query: UnboundedQuery, { batch }: QueryWriting, place: Place): readonly FixProposal[] {
  const key = orderKey(facts, query);
  const file = query.call.getSourceFile();
  const names = key === undefined ? undefined : namesFor(query, place, key);
  const type = isJavaScript(file) ? '' : keyType(facts, query, batch?.untyped ?? false);
  if (!batch || key === undefined || !names || type === undefined) return [];
  const edits = batchQuery(facts, query, batch, { key, last: names.last, size: names.size });
  if (!edits) return [];
  const { load, loop } = place;
  const [unit, indent, end] = [indentUnit(file), indentOf(load ?? loop), statementEnd(file)];
  const start = (load ?? loop).getStart(file);
  const inner = indent + unit;
  const around = loop.parent;
  const lines = [
    ...(place.between ? [stretchAt(around, place.between.start, place.between.end, indent)] : []),
    `const ${names.size} = ${BATCH}${end}`,
    `let ${names.last}${type === '' ? '' : `: ${type} | undefined`}${end}`,
    'for (;;) {',
    ...insideOf(place, file, names.rows, inner, edits.query).map((each) => unit + each),
    `${unit}if (${names.rows}.length < ${names.size}) break${end}`,
    `${unit}${names.last} = ${names.rows}[${names.rows}.length - 1]?.${key}${end}`,
    '}',
  ];
  return [{
    title: `Read them in batches of ${BATCH} by \`${key}\``,
    differs: [...(edits.ordered ? [] : [`rows come in order of \`${key}\``]), 'rows that are added, changed or removed meanwhile may be seen or not', 'when a batch cannot be read, the rows before it have been worked on'],
    queries: `1 → N / ${BATCH}`,
    edits: [{ path: file.fileName, start, end: loop.end, newText: lines.join(`\n${indent}`) }, ...edits.imports],
  }];
}

/** The statements of one round: the query and the loop over what it brings. */
function insideOf({ load, between, loop, rows }: Place, file: ts.SourceFile, name: string, indent: string, query: readonly TextEdit[]): readonly string[] {
  const around = loop.parent;
  const start = (load ?? loop).getStart(file);
  if (!load) return [`const ${name} = ${stretchAt(around, rows.getStart(file), rows.end, indent, query)}${statementEnd(file)}`, stretchAt(around, start, loop.end, indent, [{ start: rows.getStart(file), end: rows.end, newText: name }])];
  if (!between) return [stretchAt(around, start, loop.end, indent, query)];
  return [stretchAt(around, start, afterComments(load), indent, query), stretchAt(around, withComments(loop), loop.end, indent)];
}

/** Names that mean nothing yet in the function. */
function namesFor({ call, result }: UnboundedQuery, { load }: Place, key: string): { readonly last: string; readonly size: string; readonly rows: string } | undefined {
  const held = result.held?.name;
  const rows = load && held && ts.isIdentifier(held) ? held.text : 'batch';
  const last = `last${key.replace(/^[^A-Za-z]+/, '').replace(/^./, (first) => first.toUpperCase())}`;
  const around = enclosingFunction(call)?.getText() ?? '';
  const fresh = [last, 'batchSize', ...(load ? [] : [rows])];
  return fresh.some((name) => new RegExp(`\\b${name}\\b`).test(around)) ? undefined : { last, size: 'batchSize', rows };
}

/** The type of the key as the definition of the model says it; `undefined` where it does not. */
function keyType(facts: Facts, query: UnboundedQuery, untyped: boolean): string | undefined {
  const type = /\b(?:string|number|bigint|Date)\b/.exec(keyField(facts, query)?.type ?? '')?.[0];
  return query.entity?.keys?.primaryType ?? type ?? (untyped ? 'string | number' : undefined);
}

/** `for await (const row of query.cursor())`. */
function streamFix(query: UnboundedQuery, { drops, adds }: NonNullable<QueryWriting['stream']>, { load, awaited, rows, loop }: Place): readonly FixProposal[] {
  if (!ts.isForOfStatement(loop)) return [];
  const file = query.call.getSourceFile();
  let source: ts.Expression = awaited.expression;
  while (ts.isCallExpression(source) && ts.isPropertyAccessExpression(source.expression) && drops.includes(source.expression.name.text)) source = source.expression.expression;
  if (!ts.isCallExpression(source)) return [];
  const path = file.fileName;
  const text = `${source.getText(file)}${adds}`;
  const keyword = loop.getStart(file) + 'for'.length;
  const edits: TextEdit[] = [{ path, start: keyword, end: keyword, newText: ' await' }, { path, start: rows.getStart(file), end: rows.end, newText: text }];
  const removed = load ? [{ path, start: load.getStart(file), end: nextStart(load), newText: '' }] : [];
  return [{
    title: 'Read them from a cursor',
    differs: ['rows that are added, changed or removed meanwhile may be seen or not', 'when a row cannot be read, those before it have been worked on', 'the cursor is open as long as the loop runs'],
    edits: [...removed, ...edits],
  }];
}

/** Where the next statement begins, its own comments included. */
function nextStart(statement: ts.Statement): number {
  const { statements } = statement.parent as ts.Block;
  const next = statements[statements.indexOf(statement) + 1];
  return next ? withComments(next) : statement.end;
}

/** Where a statement begins with the comments on the lines before it. */
function withComments(statement: ts.Statement): number {
  const { text } = statement.getSourceFile();
  const full = statement.getFullStart();
  const after = ts.getTrailingCommentRanges(text, full)?.at(-1)?.end ?? full;
  return (ts.getLeadingCommentRanges(text, full) ?? []).find((each) => each.pos >= after)?.pos ?? statement.getStart();
}

/** Where a statement ends with the comments on its last line. */
function afterComments(statement: ts.Statement): number {
  return ts.getTrailingCommentRanges(statement.getSourceFile().text, statement.end)?.at(-1)?.end ?? statement.end;
}
