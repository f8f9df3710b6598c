import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { isSeenAfterFailure } from '../../facts/failure-sight.js';
import { declaredNames } from '../../facts/loops.js';
import { commentsAround, indentUnit, statementEnd, stretchAt, textAt, type Replacement } from '../../syntax/layout.js';
import { isJavaScript, isWithin, unwrap, walk } from '../../syntax/nodes.js';
import { awaitsIn, changesOutside, containsAwait, continuesOf, countPushes, filledIn, listOf, pushesIn, pushOf } from './round-body.js';
import { freeName, nameOf, type Rounds } from './rounds.js';
import type { Runner } from './runners.js';

/** A loop rewritten, given how its rounds are run and at which indentation it stands. */
export interface Form {
  readonly differs: readonly string[];
  /** The list that all results are pushed to, in the order of the elements, by this form. */
  readonly list: ts.Identifier | undefined;
  write(collection: Rounds['collection'], run: Runner, indent: string): string;
  /** For a list that is made just before: the expression that gives it all its elements. */
  listText?(collection: Rounds['collection'], run: Runner, indent: string): string;
}

/** The first form that is right for the loop: the less is rewritten and the better the order is kept the earlier it comes. */
export function formOf(facts: Facts, rounds: Rounds): Form | undefined {
  return mappedResults(facts, rounds) ?? answersFirst(facts, rounds) ?? flatResults(facts, rounds) ?? wholeRounds(facts, rounds);
}

function end(rounds: Rounds): string {
  return statementEnd(rounds.node.getSourceFile());
}

/** Statements in a block of their own, comments and blank lines between them included. */
function blockText({ node, statements, replacements }: Rounds, indent: string, more: readonly Replacement[] = [], to = statements.length, last?: string): string {
  const unit = indentUnit(node.getSourceFile());
  const inner = indent + unit;
  const text = stretchOf(node, statements.slice(0, to), inner, [...replacements, ...more]);
  const lines = [...(text === '' ? [] : [text]), ...(last === undefined ? [] : [last])];
  return `{\n${lines.map((line) => inner + line).join('\n')}\n${indent}}`;
}

function stretchOf(node: Rounds['node'], statements: readonly ts.Statement[], indent: string, replacements: readonly Replacement[]): string {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) return '';
  const { text } = node.getSourceFile();
  const start = ts.getLeadingCommentRanges(text, first.getFullStart())?.find((each) => text.slice(first.getFullStart(), each.pos).includes('\n') || each.pos === first.getFullStart())?.pos ?? first.getStart();
  const close = ts.isBlock(node.statement) && last === node.statement.statements.at(-1) ? trailingEnd(text, node.statement, last) : ts.getTrailingCommentRanges(text, last.end)?.at(-1)?.end ?? last.end;
  return stretchAt(node, start, close, indent, replacements);
}

/** Behind the last comment of the body. */
function trailingEnd(text: string, body: ts.Block, last: ts.Statement): number {
  return last.end + text.slice(last.end, body.end - 1).trimEnd().length;
}

/** `out.push(value)` at the end of a body that always gets there: the values are mapped, and pushed in order. */
function mappedResults(facts: Facts, rounds: Rounds): Form | undefined {
  const { statements, node, parameter, replacements } = rounds;
  const last = statements.at(-1);
  const push = pushOf(last);
  const value = push?.arguments[0];
  if (!last || !push || !value || continuesOf(node.statement).length > 0 || countPushes(node.statement) !== 1 || changesOutside(facts, rounds, push)) return undefined;
  const list = listOf(push);
  const plain = ts.isAwaitExpression(value) ? value.expression : undefined;
  const listText = (collection: Rounds['collection'], run: Runner, indent: string): string => {
    if (statements.length === 1 && plain && !containsAwait(plain)) return `await ${run(collection, { parameter, waits: false, body: objectSafe(textAt(plain, indent, replacements)) })}`;
    const inner = indent + indentUnit(node.getSourceFile());
    const returned = `return ${textAt(plain ?? value, inner, replacements)}${end(rounds)}`;
    return `await ${run(collection, { parameter, waits: true, body: blockText(rounds, indent, [], statements.length - 1, returned) })}`;
  };
  return {
    differs: partial(facts, [list]), list, listText,
    write: (collection, run, indent) => `${list.text}.push(...(${listText(collection, run, indent)}))${end(rounds)}`,
  };
}

/** A body that begins with `{` would be a block. */
function objectSafe(text: string): string {
  return text.startsWith('{') ? `(${text})` : text;
}

/**
 * One await, asked for before anything else happens in a round: all answers are fetched together, and the rest of the body
 * stays a loop, so that its effects keep their order.
 */
function answersFirst(facts: Facts, rounds: Rounds): Form | undefined {
  const { statements, node, parameter, names, replacements } = rounds;
  const awaits = awaitsIn(node.statement);
  const [only] = awaits;
  if (!only || awaits.length !== 1) return undefined;
  const index = statements.findIndex((each) => isWithin(only, each));
  const host = statements[index];
  const setup = statements.slice(0, index);
  if (!host || !isAlwaysReached(only, host) || !setup.every(isPlainDeclaration) || containsAwait(only.expression)) return undefined;
  const declaration = bindingOf(host, only);
  if (!declaration && ts.isExpressionStatement(host) && unwrap(host.expression) === only) return undefined;
  const rest = declaration ? statements.slice(index + 1) : statements.slice(index);
  if (rest.length === 0) return undefined;
  const answer = declaration ? declaration.name.getText() : freeName(node, 'answer');
  const file = node.getSourceFile();
  const brought = [...names, ...setup.flatMap((each) => (ts.isVariableStatement(each) ? each.declarationList.declarations.flatMap(declaredNames) : []).flatMap(nameOf))];
  const kept = brought.filter((name) => rest.some((each) => mentionsName(each, name) || replacements.some(({ start, newText }) => newText === name && start >= each.pos && start < each.end)));
  const answers = freeName(node, 'answers');
  const given = kept.length === 0 ? '' : `[${[...kept, ''].join(', ')}`;
  const suffix = isJavaScript(file) ? '' : ' as const';
  const wrap = (text: string): string => (given === '' ? text : `${given}await ${text}]${suffix}`);
  const target = kept.length === 0 ? answer : `[${kept.join(', ')}, ${answer}]`;
  // Of a statement that stays, the comments stay with it.
  const comments = declaration ? commentsAround(host) : [];
  return {
    differs: partial(facts, filledIn(node.statement)), list: undefined,
    write: (collection, run, indent) => {
      const inner = indent + indentUnit(file);
      const above = comments.map((each) => `${each}\n${setup.length === 0 ? indent : inner}`).join('');
      const body = setup.length === 0
        ? objectSafe(wrap(textAt(only.expression, indent, replacements)))
        : blockText(rounds, indent, [], index, `${above}return ${wrap(textAt(only.expression, inner, replacements))}${end(rounds)}`);
      const call = run(collection, { parameter, waits: given !== '' || setup.length > 0, body });
      const loop = blockText({ ...rounds, statements: rest }, indent, declaration ? [] : [{ start: parenthesized(only).getStart(), end: parenthesized(only).end, newText: answer }]);
      return `${setup.length === 0 ? above : ''}const ${answers} = await ${call}${end(rounds)}\n${indent}for (const ${target} of ${answers}) ${loop}`;
    },
  };
}

function parenthesized(node: ts.AwaitExpression): ts.Node {
  return ts.isParenthesizedExpression(node.parent) ? node.parent : node;
}

/** Nothing decides whether the round gets to the await. */
function isAlwaysReached(awaited: ts.AwaitExpression, host: ts.Statement): boolean {
  if (ts.isIfStatement(host)) return isWithin(awaited, host.expression) && isAlwaysEvaluated(awaited, host);
  return (ts.isVariableStatement(host) || ts.isExpressionStatement(host)) && isAlwaysEvaluated(awaited, host);
}

function isAlwaysEvaluated(awaited: ts.AwaitExpression, host: ts.Statement): boolean {
  for (let at: ts.Node = awaited; at !== host; at = at.parent) {
    const parent = at.parent;
    if (ts.isConditionalExpression(parent) && parent.condition !== at) return false;
    if (ts.isBinaryExpression(parent) && parent.left !== at && isDeciding(parent.operatorToken.kind)) return false;
    if ((ts.isCallExpression(parent) || ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.questionDotToken && parent.expression !== at) return false;
  }
  return true;
}

function isDeciding(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken
    || kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
}

function isPlainDeclaration(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
}

function bindingOf(host: ts.Statement, awaited: ts.AwaitExpression): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(host) || host.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = host.declarationList.declarations;
  const constant = (host.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
  return declaration && constant && declaration.initializer === awaited && !declaration.type ? declaration : undefined;
}

function mentionsName(node: ts.Node, name: string): boolean {
  let found = false;
  walk(node, (each) => {
    if (ts.isIdentifier(each) && each.text === name) found = true;
  });
  return found;
}

/** Pushes after which a round is over: each round gives what it found, and all of it is pushed in the order of the elements. */
function flatResults(facts: Facts, rounds: Rounds): Form | undefined {
  const { node, parameter, statements } = rounds;
  const pushes = pushesIn(node.statement);
  const [first] = pushes;
  const list = first && listOf(first);
  if (!list || pushes.some((each) => listOf(each).text !== list.text || each.arguments.length !== 1 || ts.isSpreadElement(each.arguments[0] as ts.Expression) || !endsRound(each.parent as ts.ExpressionStatement, node.statement))) return undefined;
  if (pushes.some((push) => changesOutside(facts, rounds, push, pushes))) return undefined;
  const semicolon = end(rounds);
  const returns = pushes.map((each) => ({ start: each.getStart(), end: each.end, newText: `return [${(each.arguments[0] as ts.Expression).getText()}]` }));
  const skips = continuesOf(node.statement).map((each) => ({ start: each.getStart(), end: each.end, newText: `return []${semicolon}` }));
  const always = pushOf(statements.at(-1)) !== undefined;
  const listText = (collection: Rounds['collection'], run: Runner, indent: string): string =>
    `(await ${run(collection, { parameter, waits: true, body: blockText(rounds, indent, [...returns, ...skips], statements.length, always ? undefined : `return []${semicolon}`) })}).flat()`;
  return { differs: partial(facts, [list]), list, listText, write: (collection, run, indent) => `${list.text}.push(...${listText(collection, run, indent)})${semicolon}` };
}

/** Nothing of the round comes after the statement. */
function endsRound(statement: ts.Statement, body: ts.Statement): boolean {
  for (let at: ts.Node = statement; at !== body; at = at.parent) {
    const parent = at.parent;
    if (ts.isBlock(parent) && parent.statements.at(-1) !== at) return false;
    if (!ts.isBlock(parent) && !ts.isIfStatement(parent) && parent !== body) return false;
  }
  return true;
}

/** Every round becomes a call of an async function; answers are put where they belong in the order they come. */
function wholeRounds(facts: Facts, rounds: Rounds): Form | undefined {
  const { node, parameter } = rounds;
  if (countPushes(node.statement) > 0 || changesOutside(facts, rounds, undefined)) return undefined;
  const semicolon = end(rounds);
  const skips = continuesOf(node.statement).map((each) => ({ start: each.getStart(), end: each.end, newText: `return${semicolon}` }));
  const filled = filledIn(node.statement);
  const differs = filled.length > 0 ? ['entries are added in the order in which the answers come', ...partial(facts, filled)] : [];
  return { differs, list: undefined, write: (collection, run, indent) => `await ${run(collection, { parameter, waits: true, body: blockText(rounds, indent, skips) })}${semicolon}` };
}

/** Where others see a list or map after a failure, they see what it then holds. */
function partial(facts: Facts, filled: readonly ts.Identifier[]): readonly string[] {
  return filled.some((each) => isSeenAfterFailure(facts, each)) ? ['if one fails, fewer results have been collected'] : [];
}
