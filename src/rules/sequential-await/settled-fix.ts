import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { compilerOption } from '../../facts/project-settings.js';
import { isPlainDeclaration, swallowedAwait, type SwallowedAwait } from '../../facts/swallowed-awaits.js';
import { commentsAround, indentOf, indentUnit, removalsOf, statementEnd, textAt } from '../../syntax/layout.js';
import { argumentsOf, enclosingFunction, isCallLike, isFunctionNode, unwrap, walk, type FunctionNode } from '../../syntax/nodes.js';
import type { FixProposal, RuleContext } from '../rule.js';
import type { SequentialAwaits } from './detect.js';
import { outcomeName } from './result-names.js';

const TITLE = 'Start these awaits together with `Promise.allSettled`';

interface Settled extends SwallowedAwait {
  /** Holds what came of it. */
  readonly name: string;
}

/** Statements that each swallow their own failure become one that starts everything, and what is done about each outcome, in their order. */
export function settledFixes(data: SequentialAwaits, context: RuleContext): readonly FixProposal[] {
  const { facts, file, path } = context;
  const taken = new Set<string>();
  const found = data.run.works.map((work) => swallowedAwait(facts, work.host.parent.parent as ts.Statement));
  if (!found.every((each) => each !== undefined) || !knowsAllSettled(facts, file)) return [];
  const settled = found.map((each): Settled => ({ ...each, name: outcomeName(each.work, each.target?.text, context, taken) }));
  const between = plainBetween(settled.map((each) => each.statement));
  const [first, ...others] = settled;
  if (!first || !between || settled.some((each) => assignsInOperand(each))) return [];
  const indent = indentOf(first.statement);
  const lines = [...between.flatMap((each) => [...commentsAround(each), textAt(each, indent)]), jointText(settled, file, indent), ...settled.flatMap((each) => outcomeText(facts, each, indent, each === first))];
  const edits: TextEdit[] = [
    { path, start: first.statement.getStart(file), end: first.statement.end, newText: lines.join(`\n${indent}`) },
    ...removalsOf([...between, ...others.map((each) => each.statement)]).map((each) => ({ path, ...each, newText: '' })),
  ];
  return [{ title: TITLE, differs: differencesOf(facts, settled), edits }];
}

/** `Promise.allSettled` came with ES2020; a project that says nothing of its language has it. */
function knowsAllSettled(facts: Facts, file: ts.SourceFile): boolean {
  const lib = compilerOption(facts, file, 'lib');
  const said = Array.isArray(lib) ? lib : [compilerOption(facts, file, 'target') ?? 'esnext'];
  return said.some((each) => {
    const [, year, part] = /^es(next|\d+)(?:\.(\w+))?/.exec(String(each).toLowerCase()) ?? [];
    return (part === undefined || part === 'promise') && (year === 'next' || Number(year) >= 2020);
  });
}

/** The declarations between the first and the last, or `undefined` where anything else stands there. */
function plainBetween(statements: readonly ts.TryStatement[]): readonly ts.Statement[] | undefined {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) return undefined;
  const list = [...(first.parent as ts.Block).statements];
  const between = list.slice(list.indexOf(first), list.indexOf(last)).filter((each) => !statements.includes(each as ts.TryStatement));
  return between.every(isPlainDeclaration) ? between : undefined;
}

/** `a(x = 1)`: what another operand reads would be another value. */
function assignsInOperand({ work: { operand } }: Settled): boolean {
  let assigns = false;
  walk(operand, (node) => {
    if (isFunctionNode(node)) return false;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) assigns = true;
    if (ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) || ts.isDeleteExpression(node)) assigns = true;
    return !assigns;
  });
  return assigns;
}

function jointText(settled: readonly Settled[], file: ts.SourceFile, indent: string): string {
  const inner = indent + indentUnit(file);
  const started = settled.flatMap(({ work }) => [...commentsAround(work.host as ts.Statement), `${textAt(work.node.expression, inner)},`]).map((line) => inner + line);
  const names = settled.map((each) => (handles(each) || each.target ? each.name : ''));
  while (names.at(-1) === '') names.pop();
  const head = names.length === 0 ? '' : `const [${names.join(', ')}] = `;
  return `${head}await Promise.allSettled([\n${started.join('\n')}\n${indent}])${statementEnd(file)}`;
}

/** Whether its `catch` says anything, if only a comment. */
function handles({ clause: { block } }: SwallowedAwait): boolean {
  return block.getText().replace(/\s/g, '') !== '{}';
}

/** What is done about one outcome, below the comments of the statement that it comes from. */
function outcomeText(facts: Facts, settled: Settled, indent: string, keepsComments: boolean): readonly string[] {
  const { target, name, work, clause } = settled;
  const end = statementEnd(clause.getSourceFile());
  const comments = keepsComments ? [] : commentsAround(settled.statement);
  const handler = handles(settled) ? handlerText(facts, settled, indent) : undefined;
  if (!target) return handler === undefined ? comments : [...comments, `if (${name}.status === 'rejected') ${handler}`];
  const host = work.host as ts.ExpressionStatement;
  const assignment = textAt(host.expression, indent, [{ start: work.node.getStart(), end: work.node.end, newText: `${name}.value` }]);
  const taken = `if (${name}.status === 'fulfilled') ${assignment}${end}`;
  return handler === undefined ? [...comments, taken] : [...comments, taken, `else ${handler}`];
}

/** The block of the `catch`, with the reason under the name that the error had. */
function handlerText(facts: Facts, { clause: { block, variableDeclaration: caught }, name }: Settled, indent: string): string {
  const text = textAt(block, indent);
  if (!caught) return text;
  const file = block.getSourceFile();
  const keyword = facts.isReassigned(caught) ? 'let' : 'const';
  const declared = `${keyword} ${caught.getText(file)} = ${name}.reason${statementEnd(file)}`;
  const lines = text.includes('\n');
  return `{${lines ? `\n${indent}${indentUnit(file)}${declared}` : ` ${declared}`}${text.slice(1)}`;
}

function differencesOf(facts: Facts, settled: readonly Settled[]): readonly string[] {
  const differs = ['all of them start at once; if one fails, the others still run'];
  if (settled.some((each) => each.clause.block.statements.length > 0)) differs.push('what is done about a failure is done when all of them are over');
  if (settled.some((each) => each.target && isOfOthers(facts, each.target))) differs.push('results are assigned when all of them are over');
  if (settled.some((each) => mayThrowFirst(facts, each.work.operand))) differs.push('what throws before it gives a promise is no longer caught');
  return differs;
}

/** A variable that others can see while this function waits. */
function isOfOthers(facts: Facts, target: ts.Identifier): boolean {
  const declaration = facts.declarationOf(target);
  if (!declaration || enclosingFunction(declaration) !== enclosingFunction(target)) return true;
  return facts.referencesOf(declaration).some((each) => enclosingFunction(each) !== enclosingFunction(declaration));
}

/** Whether anything may fail before there is a promise to be settled: all but names, literals, and calls that give one whatever happens. */
function mayThrowFirst(facts: Facts, operand: ts.Expression): boolean {
  const call = unwrap(operand);
  if (!isCallLike(call)) return true;
  const callees = facts.calleesOf(call);
  const use = facts.operationOf(call);
  const promises = callees.length > 0 ? callees.every(isAsync) : use !== undefined && use.proof !== 'shape';
  return !promises || [call, ...facts.chainOf(call).links.map((link) => link.call)].some((each) => argumentsOf(each).some(reads));
}

function isAsync(callee: FunctionNode): boolean {
  return callee.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** `input.id` of no input throws. */
function reads(argument: ts.Expression): boolean {
  let found = false;
  const visit = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (isCallLike(node) || ts.isElementAccessExpression(node) || (ts.isPropertyAccessExpression(node) && node.expression.kind !== ts.SyntaxKind.ThisKeyword)) found = true;
    return !found;
  };
  if (visit(argument)) walk(argument, visit);
  return found;
}
