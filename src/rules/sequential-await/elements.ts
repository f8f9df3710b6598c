import { ts } from 'ts-morph';
import { waitsWithin, type AwaitedWork } from '../../facts/await-steps.js';
import type { Facts } from '../../facts/facts.js';
import { declaredNames } from '../../facts/loops.js';
import { commentsAround, commentsIn, type Replacement } from '../../syntax/layout.js';
import { isJavaScript, isWithin, unwrap, walk } from '../../syntax/nodes.js';

/** One element of the `Promise.all` to be: what is started, and the name or pattern that takes its result. */
export interface Element {
  readonly work: AwaitedWork;
  /** What takes the result; empty where nobody has a use for it. */
  readonly target: string;
  readonly role: 'declared' | 'assigned' | 'effect' | 'named';
  /** The statement only takes the result, and goes into the joint statement whole. */
  readonly whole: ts.Statement | undefined;
  /** Text of the declared type. */
  readonly type: string | undefined;
  /** What is started: the operand, or `wide ? load() : []` for an await in one arm. */
  readonly started: ts.Expression;
  /** What turns `started` from a value into its promise. */
  readonly release: readonly Replacement[];
  /** Comments of the statement that would be lost with it. */
  readonly comments: readonly string[];
  /** Those of them that stand around it. */
  readonly outer: readonly string[];
}

/** Statements that can be joined stand in a list. */
export function isListed(node: ts.Node): node is ts.Statement {
  return ts.isStatement(node) && (ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent));
}

/** The element for an await that is all its statement is about, or `undefined` where more is done with the result. */
export function wholeElement(work: AwaitedWork): Element | undefined {
  const { host } = work;
  if (!isListed(host)) return undefined;
  if (ts.isExpressionStatement(host)) return expressionElement(work, host);
  const declaration = onlyDeclaration(host);
  const started = declaration?.initializer;
  const release = started && releaseOf(started);
  if (!declaration || !started || !release || !isWithin(work.node, started)) return undefined;
  return element(work, host, { role: 'declared', target: declaration.name.getText(), type: declaration.type?.getText(), started, release, from: declaration.name.end, unseen: declaration.type });
}

/** Whether the name is given another value later: then it has to be declared by `let`. */
export function isConstant(facts: Facts, { whole, role }: Element): boolean {
  return role !== 'declared' || !whole || !ts.isVariableStatement(whole) || keepsValue(facts, whole.declarationList);
}

function keepsValue(facts: Facts, list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.Const) !== 0 || !list.declarations.flatMap(declaredNames).some((each) => facts.isReassigned(each));
}

/** Whether `let` may stand before what keeps its value: where that is done already, no linter objects. */
export function mayVary(facts: Facts, { whole, role }: Element): boolean {
  if (role !== 'declared' || !whole || !ts.isVariableStatement(whole)) return false;
  if ((whole.declarationList.flags & ts.NodeFlags.Const) === 0) return true;
  let seen = false;
  walk(whole.getSourceFile(), (node) => {
    if (ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let && keepsValue(facts, node.declarationList) && node.declarationList.declarations.every((each) => each.initializer)) seen = true;
    return !seen;
  });
  return seen;
}

function expressionElement(work: AwaitedWork, host: ts.ExpressionStatement): Element | undefined {
  const expression = unwrap(host.expression);
  if (expression === work.node) return element(work, host, { role: 'effect', target: '', type: undefined, started: work.node, release: awaitRemoval(work.node), from: host.getStart(), unseen: undefined });
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken || expression !== host.expression) return undefined;
  const release = releaseOf(expression.right);
  if (!release || !isWithin(work.node, expression.right) || waitsWithin(expression.left)) return undefined;
  return element(work, host, { role: 'assigned', target: expression.left.getText(), type: undefined, started: expression.right, release, from: expression.left.end, unseen: undefined });
}

interface Parts {
  readonly role: Element['role'];
  readonly target: string;
  readonly type: string | undefined;
  readonly started: ts.Expression;
  readonly release: readonly Replacement[];
  /** Where the part of the statement begins that is written anew. */
  readonly from: number;
  readonly unseen: ts.Node | undefined;
}

function element(work: AwaitedWork, whole: ts.Statement, { from, unseen, ...parts }: Parts): Element {
  const file = whole.getSourceFile();
  const start = Math.max(from, unseen?.end ?? from);
  const inner = [...commentsIn(file, start, parts.started.getStart(file)), ...commentsIn(file, parts.started.end, whole.end)];
  const outer = commentsAround(whole);
  return { work, whole, ...parts, comments: [...outer, ...inner], outer };
}

/** `const x = …` and nothing more. What `using` declares is given back at the end of its block, whoever else fails. */
function onlyDeclaration(host: ts.Statement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(host) || (host.modifiers?.length ?? 0) > 0 || host.declarationList.declarations.length !== 1) return undefined;
  const flags = host.declarationList.flags & ts.NodeFlags.BlockScoped;
  return flags === ts.NodeFlags.Let || flags === ts.NodeFlags.Const ? host.declarationList.declarations[0] : undefined;
}

/**
 * What has to go for an expression to give the promise instead of its value: `await` itself, in the arms of a condition, behind
 * `??`, under a cast. `undefined` where something is done with the value, or something else is waited for.
 */
function releaseOf(node: ts.Expression): readonly Replacement[] | undefined {
  if (ts.isParenthesizedExpression(node)) {
    const inner = releaseOf(node.expression);
    return inner && ts.isAwaitExpression(node.expression) ? [{ start: node.getStart(), end: node.expression.expression.getStart(), newText: '' }, { start: node.expression.end, end: node.end, newText: '' }] : inner;
  }
  if (ts.isAwaitExpression(node)) return waitsWithin(node.expression) ? undefined : awaitRemoval(node);
  if (ts.isAsExpression(node) && !isJavaScript(node.getSourceFile()) && node.type.getText() !== 'const') {
    const inner = releaseOf(node.expression);
    return inner && inner.length > 0 ? [...inner, { start: node.type.getStart(), end: node.type.end, newText: `Promise<${node.type.getText()}>` }] : undefined;
  }
  if (ts.isConditionalExpression(node)) return waitsWithin(node.condition) ? undefined : both(releaseOf(node.whenTrue), releaseOf(node.whenFalse));
  if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind)) return waitsWithin(node.left) ? undefined : releaseOf(node.right);
  return waitsWithin(node) ? undefined : [];
}

function awaitRemoval(node: ts.AwaitExpression): readonly Replacement[] {
  return [{ start: node.getStart(), end: node.expression.getStart(), newText: '' }];
}

function both(one: readonly Replacement[] | undefined, other: readonly Replacement[] | undefined): readonly Replacement[] | undefined {
  return one && other && [...one, ...other];
}

function isShortCircuit(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}
