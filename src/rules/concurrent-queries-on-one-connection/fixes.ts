import { ts } from 'ts-morph';
import { isAllQueries, type SharedConnection } from '../../facts/shared-connection.js';
import { awaitOf, nameOfAccess, unwrap, walkOwn, wrapped } from '../../syntax/nodes.js';
import { indented, indentOf, indentUnit, textAt } from '../../syntax/layout.js';
import type { FixProposal, RuleContext } from '../rule.js';

/** `await Promise.all(…)` that is a statement, or gives its results to names, over nothing but these queries. */
export function canSerialise(data: SharedConnection): boolean {
  return data.gathering.method === 'all' && isAllQueries(data) && place(data) !== undefined;
}

export function serialiseFixes(data: SharedConnection, context: RuleContext): readonly FixProposal[] {
  const at = canSerialise(data) ? place(data) : undefined;
  const list = data.gathering.call.arguments[0];
  if (!at || !list) return [];
  const inner = unwrap(list);
  const text = ts.isArrayLiteralExpression(inner) ? oneByOne(inner, at, context) : ts.isCallExpression(inner) ? asLoop(inner, at, context) : undefined;
  if (text === undefined) return [];
  const direct = data.queries.every((each) => each.reached.path.length === 1 && each.call === each.branch.node);
  const safe = direct && !data.writes;
  return [{
    title: 'Await these queries one after the other',
    differs: safe ? [] : ['when one fails, those after it do not start'],
    edits: [{ path: context.path, start: at.statement.getStart(context.file), end: at.statement.end, newText: text }],
  }];
}

interface Place {
  readonly statement: ts.ExpressionStatement | ts.VariableStatement;
  /** Where the results go; `undefined` when nobody takes them. */
  readonly target: ts.VariableDeclaration | undefined;
}

function place({ gathering }: SharedConnection): Place | undefined {
  const awaited = awaitOf(gathering.call);
  const parent = awaited ? wrapped(awaited).parent : undefined;
  if (!parent) return undefined;
  if (ts.isExpressionStatement(parent)) return isInList(parent) ? { statement: parent, target: undefined } : undefined;
  const statement = ts.isVariableDeclaration(parent) ? parent.parent.parent : undefined;
  if (!statement || !ts.isVariableStatement(statement) || !ts.isVariableDeclaration(parent) || parent.type) return undefined;
  const alone = statement.declarationList.declarations.length === 1 && (statement.modifiers?.length ?? 0) === 0;
  return alone && isInList(statement) ? { statement, target: parent } : undefined;
}

function isInList(statement: ts.Statement): boolean {
  return ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent) || ts.isCaseOrDefaultClause(statement.parent);
}

/** A statement for every element: `const a = await …;`. */
function oneByOne(list: ts.ArrayLiteralExpression, { statement, target }: Place, { file }: RuleContext): string | undefined {
  if (list.elements.some((each) => ts.isSpreadElement(each) || ts.isOmittedExpression(each))) return undefined;
  if (target && !ts.isArrayBindingPattern(target.name)) return undefined;
  const names = target && ts.isArrayBindingPattern(target.name) ? target.name.elements : [];
  if (names.some((each) => ts.isBindingElement(each) && (each.dotDotDotToken !== undefined || each.initializer !== undefined))) return undefined;
  const keyword = ts.isVariableStatement(statement) ? (/^\w+/.exec(statement.declarationList.getText(file))?.[0] ?? 'const') : '';
  const end = statement.getText(file).endsWith(';') ? ';' : '';
  const indent = indentOf(statement);
  return list.elements.map((element, index) => {
    const name = names[index];
    const bound = name && ts.isBindingElement(name) ? `${keyword} ${name.name.getText(file)} = ` : '';
    const comments = leadingComments(element, file).map((each) => `${each}\n${indent}`).join('');
    return `${comments}${bound}${awaited(element, indent)}${end}`;
  }).join(`\n${indent}`);
}

function leadingComments(element: ts.Expression, file: ts.SourceFile): readonly string[] {
  return (ts.getLeadingCommentRanges(file.text, element.getFullStart()) ?? []).map((each) => file.text.slice(each.pos, each.end));
}

/** The element, awaited, at the statement's indentation: `wide ? await load() : []`, as an arm that is no call has nothing to wait for. */
function awaited(element: ts.Expression, indent: string): string {
  const arms = ts.isConditionalExpression(element) ? [element.whenTrue, element.whenFalse] : [];
  const calls = arms.filter(ts.isCallExpression);
  if (calls.length > 0 && arms.every((each) => ts.isCallExpression(each) || isPlainValue(each))) return textAt(element, indent, calls.map((each) => ({ start: each.getStart(), end: each.getStart(), newText: 'await ' })));
  const text = textAt(element, indent);
  return `await ${ts.isConditionalExpression(element) || ts.isBinaryExpression(element) ? `(${text})` : text}`;
}

function isPlainValue(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(node) || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** `for (const x of xs) …` for `xs.map(async (x) => …)`. */
function asLoop(call: ts.CallExpression, { statement, target }: Place, { file }: RuleContext): string | undefined {
  const callback = call.arguments[0] ? unwrap(call.arguments[0]) : undefined;
  if (nameOfAccess(unwrap(call.expression)) !== 'map' || !ts.isPropertyAccessExpression(call.expression) || call.arguments.length !== 1) return undefined;
  if (!callback || !ts.isArrowFunction(callback) || callback.parameters.length !== 1) return undefined;
  const [parameter] = callback.parameters;
  if (!parameter || parameter.initializer || parameter.dotDotDotToken) return undefined;
  const results = target && ts.isIdentifier(target.name) ? target.name.text : undefined;
  if (target && results === undefined) return undefined;
  const indent = indentOf(statement);
  const unit = indentUnit(file);
  const end = statement.getText(file).endsWith(';') ? ';' : '';
  const body = loopBody(callback, results, file, indent, unit, end);
  if (body === undefined) return undefined;
  const head = `for (const ${parameter.name.getText(file)} of ${call.expression.expression.getText(file)}) `;
  return `${results === undefined ? '' : `const ${results} = []${end}\n${indent}`}${head}${body}`;
}

function loopBody(callback: ts.ArrowFunction, results: string | undefined, file: ts.SourceFile, indent: string, unit: string, end: string): string | undefined {
  const { body } = callback;
  if (!ts.isBlock(body)) {
    const waited = ts.isAwaitExpression(unwrap(body)) ? body.getText(file) : `await ${body.getText(file)}`;
    const moved = indented(body, waited.split(`\n${indentOf(body)}`).join(`\n${indent}`), unit);
    return `{\n${indent}${unit}${results === undefined ? moved : `${results}.push(${moved})`}${end}\n${indent}}`;
  }
  // A `return` would leave the function around the loop; the value of the last one is what the list takes.
  const last = body.statements.at(-1);
  const given = last && ts.isReturnStatement(last) ? last.expression : undefined;
  if (countReturns(body) !== (given ? 1 : 0) || (results !== undefined && !given)) return undefined;
  if (!last || !given) return textAt(body, indent);
  const waited = ts.isAwaitExpression(unwrap(given)) ? '' : 'await ';
  const head = results === undefined ? waited : `${results}.push(${waited}`;
  const tail = results === undefined ? '' : ')';
  return textAt(body, indent, [{ start: last.getStart(file), end: given.getStart(file), newText: head }, { start: given.end, end: given.end, newText: tail }]);
}

function countReturns(body: ts.Block): number {
  let count = 0;
  walkOwn(body, (node) => {
    if (ts.isReturnStatement(node)) count++;
  });
  return count;
}
