import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isCallLike, isFunctionNode, nameOfAccess, receiverOf, unwrap, walkOwn } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { effectOfOperand, type CallEffect } from './call-effects.js';
import { isReporting, namedEffect } from './call-names.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { declaredNames } from './loops.js';

/** One `await` of straight-line code. */
export interface AwaitedWork {
  readonly node: ts.AwaitExpression;
  readonly operand: ts.Expression;
  /** The statement (or arrow body) it stands in. */
  readonly host: ts.Statement | ts.Expression;
  readonly effect: CallEffect;
  /** Names that hold its result, or something made of it, after the statement. */
  readonly results: readonly Declaration[];
  /** `this.x` where the result goes to a property of `this`. */
  readonly property: string | undefined;
  /** What decides whether it is awaited at all: `a` of `a ? await b() : c`, of `a ?? (await b())`. */
  readonly conditions: readonly ts.Expression[];
  /** Something is done with the result. */
  readonly used: boolean;
}

/** Straight-line code as far as awaits are concerned. */
export type AwaitStep =
  | { readonly kind: 'work'; readonly work: AwaitedWork }
  /** A value around the awaits is changed; whoever names it must stay behind. */
  | { readonly kind: 'change'; readonly root: Declaration | undefined; readonly property: string | undefined; readonly sources: ts.Node }
  /** A local is declared; its initializer may be moved as long as what it uses is there. */
  | { readonly kind: 'stop'; readonly at: ts.Node };

/** The steps of a list of statements, or of the expression an arrow function gives back. */
export function awaitSteps(facts: Facts, statements: readonly ts.Statement[]): readonly AwaitStep[] {
  return statements.flatMap((statement) => stepsOfStatement(facts, statement));
}

export function awaitStepsOfExpression(facts: Facts, expression: ts.Expression): readonly AwaitStep[] {
  return worksOf(facts, expression, expression, [], undefined, true);
}

function stepsOfStatement(facts: Facts, statement: ts.Statement): readonly AwaitStep[] {
  const stop: AwaitStep = { kind: 'stop', at: statement };
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap((each) => declarationSteps(facts, statement, each));
  if (ts.isExpressionStatement(statement)) return expressionSteps(facts, statement);
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return [...(statement.expression ? worksOf(facts, statement, statement.expression, [], undefined, true) : []), stop];
  if (ts.isIfStatement(statement) || ts.isSwitchStatement(statement)) {
    const head = worksOf(facts, statement, statement.expression, assignedWithin(facts, statement), undefined, true);
    return isTransparent(facts, statement) ? [...head, ...changesIn(facts, statement)] : [...head, stop];
  }
  if (ts.isForOfStatement(statement) && !statement.awaitModifier) {
    const head = worksOf(facts, statement, statement.expression, assignedWithin(facts, statement), undefined, true);
    return isTransparent(facts, statement) ? [...head, ...changesIn(facts, statement)] : [...head, stop];
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEmptyStatement(statement)) return [];
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
  return isTransparent(facts, statement) ? changesIn(facts, statement) : [stop];
}

function declarationSteps(facts: Facts, statement: ts.Statement, declaration: ts.VariableDeclaration): readonly AwaitStep[] {
  if (!declaration.initializer) return [];
  const works = worksOf(facts, statement, declaration.initializer, declaredNames(declaration), undefined, true);
  // `await using` gives something back at the end of the block: its place is part of its meaning.
  const scoped = (declaration.parent.flags & ts.NodeFlags.Using) !== 0;
  return scoped || hasGuardCall(facts, declaration.initializer) ? [...works, { kind: 'stop', at: statement }] : works;
}

/** A call without `await` whose name says that it may refuse. */
function hasGuardCall(facts: Facts, root: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (ts.isCallExpression(node) && !ts.isAwaitExpression(node.parent) && namedEffect(calledName(facts, node.expression) ?? '') === 'guard') found = true;
    return !found;
  };
  if (visit(root)) walkOwn(root, visit);
  return found;
}

function expressionSteps(facts: Facts, statement: ts.ExpressionStatement): readonly AwaitStep[] {
  const expression = unwrap(statement.expression);
  if (ts.isAwaitExpression(expression)) return worksOf(facts, statement, expression, [], undefined, false);
  if (ts.isBinaryExpression(expression) && isAssignment(expression)) {
    const target = unwrap(expression.left);
    const names = assignedNames(facts, target);
    const property = ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword ? target.name.text : undefined;
    const works = worksOf(facts, statement, isShortCircuitAssignment(expression) ? expression : expression.right, names, property, true);
    const change = changeOf(facts, target, expression.right);
    const opaque = hasGuardCall(facts, expression.right);
    return [...works, ...(change ? [change] : []), ...(opaque ? [{ kind: 'stop', at: statement } as const] : [])];
  }
  const filled = mutatedLocal(facts, expression);
  if (filled) return [...worksOf(facts, statement, expression, [filled], undefined, true), { kind: 'change', root: filled, property: undefined, sources: expression }];
  const works = worksOf(facts, statement, expression, [], undefined, true);
  return isQuiet(facts, expression) ? [...works, ...changesIn(facts, statement)] : [...works, { kind: 'stop', at: statement }];
}

function isAssignment(node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}

/** Locals that a compound statement assigns or fills: what its head waits for decides their value. */
export function assignedWithin(facts: Facts, statement: ts.Statement): readonly Declaration[] {
  const names = new Set<Declaration>();
  walkOwn(statement, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) for (const each of assignedNames(facts, unwrap(node.left))) names.add(each);
    const filled = ts.isCallExpression(node) ? mutatedLocal(facts, node) : undefined;
    if (filled) names.add(filled);
  });
  return [...names];
}

/** `a ??= await b()`: whether it waits at all is decided by what `a` is. */
function isShortCircuitAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken || kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken;
}

function assignedNames(facts: Facts, target: ts.Expression): readonly Declaration[] {
  if (ts.isIdentifier(target)) return found(facts.declarationOf(target));
  if (ts.isObjectLiteralExpression(target)) {
    return target.properties.flatMap((each) => {
      if (ts.isShorthandPropertyAssignment(each)) return found(facts.declarationOf(each.name));
      return ts.isPropertyAssignment(each) ? assignedNames(facts, unwrap(each.initializer)) : [];
    });
  }
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap((each) => assignedNames(facts, unwrap(each)));
  const root = rootOf(target);
  return root && ts.isIdentifier(root) ? found(facts.declarationOf(root)) : [];
}

const found = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** `a` of `a.b.c`, `this` of `this.x`. */
export function rootOf(node: ts.Expression): ts.Expression | undefined {
  let at = unwrap(node);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) || at.kind === ts.SyntaxKind.ThisKeyword ? at : undefined;
}

function changeOf(facts: Facts, target: ts.Expression, sources: ts.Node): AwaitStep | undefined {
  const root = rootOf(target);
  // Nobody knows what uses a name that no declaration introduces; a counter of that kind is set anew by each loop.
  if (root && ts.isIdentifier(root) && !facts.declarationOf(root) && !isCounter(target)) return { kind: 'stop', at: target };
  if (ts.isIdentifier(target)) return undefined; // Locals are followed by data flow.
  if (!(ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))) return undefined;
  if (root && ts.isIdentifier(root)) return { kind: 'change', root: facts.declarationOf(root), property: undefined, sources };
  return { kind: 'change', root: undefined, property: ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword ? target.name.text : '*', sources };
}

/** `i` of `for (i = 0; …)`. */
function isCounter(target: ts.Expression): boolean {
  const loop = target.parent.parent;
  return ts.isForStatement(loop) && loop.initializer === target.parent;
}

const FILLS = /^(?:push|unshift|set|add|append|splice|delete|sort|reverse|fill|assign)$/;

/** The local that `rows.push(…)`, `headers.set(…)` change. */
function mutatedLocal(facts: Facts, expression: ts.Expression): Declaration | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = unwrap(expression.expression);
  const receiver = receiverOf(callee);
  if (!receiver || !ts.isIdentifier(receiver) || !FILLS.test(nameOfAccess(callee) ?? '')) return undefined;
  const declaration = facts.declarationOf(receiver);
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && isFreshCollection(unwrap(declaration.initializer)) ? declaration : undefined;
}

function isFreshCollection(initializer: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(initializer) || ts.isObjectLiteralExpression(initializer) || ts.isNewExpression(initializer);
}

/** Nothing but reporting, arithmetic and assignments to locals. */
function isQuiet(facts: Facts, root: ts.Node): boolean {
  let quiet = true;
  const visit = (node: ts.Node): boolean => {
    if (!quiet || isFunctionNode(node)) return false;
    if (isCallLike(node)) {
      const callee = unwrap(calleeOf(node));
      const receiver = receiverOf(callee);
      const inMemory = facts.operationOf(node)?.operation.channel === 'memory';
      if (!inMemory && !isReporting(receiver ? nameOfAccess(receiver) : undefined, nameOfAccess(callee) ?? '') && !(ts.isCallExpression(node) && mutatedLocal(facts, node))) quiet = false;
    }
    return quiet;
  };
  if (visit(root)) walkOwn(root, visit);
  return quiet;
}

/** A compound statement that neither leaves, waits, nor calls what nobody knows. */
export function isTransparent(facts: Facts, statement: ts.Statement): boolean {
  const parts = ts.isIfStatement(statement) ? [statement.thenStatement, ...(statement.elseStatement ? [statement.elseStatement] : [])]
    : ts.isForOfStatement(statement) ? [statement.statement] : [statement];
  return parts.every((part) => {
    let clear = isQuiet(facts, part);
    const visit = (node: ts.Node): boolean => {
      if (ts.isAwaitExpression(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node) || ts.isYieldExpression(node) || ts.isTryStatement(node)) clear = false;
      return clear;
    };
    if (visit(part)) walkOwn(part, visit);
    return clear;
  });
}

/** Properties a transparent statement assigns. */
export function changesIn(facts: Facts, root: ts.Node): readonly AwaitStep[] {
  const steps: AwaitStep[] = [];
  walkOwn(root, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) steps.push(...found(changeOf(facts, unwrap(node.left), node.right)));
    if (ts.isCallExpression(node)) {
      const filled = mutatedLocal(facts, node);
      if (filled) steps.push({ kind: 'change', root: filled, property: undefined, sources: node });
    }
  });
  return steps;
}

/** An operand that waits for something itself would hold up those after it, and leave those before it without anybody to see them fail. */
export function waitsWithin(node: ts.Node): boolean {
  let waits = ts.isAwaitExpression(node);
  walkOwn(node, (each) => {
    if (ts.isAwaitExpression(each) || ts.isYieldExpression(each)) waits = true;
  });
  return waits;
}

/** The awaits of an expression in the order they finish: what is nested comes before what it is nested in. */
function worksOf(facts: Facts, host: ts.Statement | ts.Expression, root: ts.Expression, results: readonly Declaration[], property: string | undefined, used: boolean): AwaitStep[] {
  const works: AwaitStep[] = [];
  const visit = (node: ts.Node, conditions: readonly ts.Expression[]): void => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isConditionalExpression(node)) {
      visit(node.condition, conditions);
      visit(node.whenTrue, [...conditions, node.condition]);
      // The arms are alternatives: the second runs only where the first does not.
      visit(node.whenFalse, [...conditions, node.condition, node.whenTrue]);
      return;
    }
    if (ts.isBinaryExpression(node) && (isShortCircuit(node.operatorToken.kind) || isShortCircuitAssignment(node))) {
      visit(node.left, conditions);
      visit(node.right, [...conditions, node.left]);
      return;
    }
    ts.forEachChild(node, (child) => visit(child, conditions));
    if (!ts.isAwaitExpression(node)) return;
    const operand = unwrap(node.expression);
    works.push({ kind: 'work', work: { node, operand, host, effect: effectOfOperand(facts, operand), results, property, conditions, used: used || node !== unwrap(root) } });
  };
  visit(root, []);
  return works;
}

function isShortCircuit(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

/** Arguments of the call an operand is, spread over promise combinators. */
export function operandArguments(operand: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(operand);
  return isCallLike(node) ? argumentsOf(node) : [];
}
