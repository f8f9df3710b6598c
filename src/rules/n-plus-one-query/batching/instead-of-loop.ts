import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import { awaitOf, wrapped } from '../../../syntax/nodes.js';
import { commentsOf } from '../../../syntax/tokens.js';
import type { LoopSite } from './loop-site.js';

/** A query as the loop performs it when nobody uses what it gives: a statement, or what the callback of a joint wait gives. */
export interface Performed {
  readonly node: ts.Node;
  readonly callback: boolean;
}

/** `undefined` where the query is part of something else, or not waited for. */
export function performedStatement(query: ts.Expression): Performed | undefined {
  const awaited = awaitOf(query);
  const value = wrapped(awaited ?? query);
  const { parent } = value;
  if (ts.isExpressionStatement(parent)) return awaited ? { node: parent, callback: false } : undefined;
  if (ts.isArrowFunction(parent) && parent.body === value) return { node: parent, callback: true };
  return ts.isReturnStatement(parent) ? { node: parent, callback: true } : undefined;
}

/**
 * Statements in the place of a loop that does nothing but perform the node.
 * @param item what each round contributes to the list
 * @param statements those that take the list's text, without their ends, given the statement that they replace
 */
export function insteadOfLoop(site: LoopSite, node: ts.Node, item: ts.Expression, statements: (list: string, whole: ts.Statement) => readonly string[]): readonly TextEdit[] | undefined {
  const whole = wholeStatement(site);
  const list = whole && site.isAllThatHappens(node) ? site.listOf(item, 'every') : undefined;
  if (!whole || !list) return undefined;
  const file = whole.getSourceFile();
  const { indent, end } = site.place;
  const lines = [...list.statements, ...statements(list.text, whole)].map((each) => (/^(?:for|if)\b/.test(each) ? each : each + end));
  // What the rounds say of themselves is said of the whole; comments of what is copied come along with it.
  const copied = commentsOf(file, { start: item.getStart(file), end: item.end });
  const comments = commentsOf(file, { start: whole.getStart(file), end: whole.end }).filter((each) => !copied.includes(each));
  const text = [...comments, ...lines].join(`\n${indent}`);
  return [{ path: file.fileName, start: whole.getStart(file), end: whole.end, newText: text }];
}

/** The statement that is nothing but the loop: `for … of`, or `await Promise.all(….map(…))` without a taker of its results. */
function wholeStatement({ loop: { node } }: LoopSite): ts.Statement | undefined {
  if (ts.isForOfStatement(node) || ts.isForStatement(node)) return ts.isLabeledStatement(node.parent) ? undefined : node;
  const joint = wrapped(node).parent;
  if (!ts.isCallExpression(joint) || joint.expression.getText() !== 'Promise.all') return undefined;
  const awaited = awaitOf(joint);
  const statement = awaited && wrapped(awaited).parent;
  return statement && ts.isExpressionStatement(statement) ? statement : undefined;
}
