import { ts } from 'ts-morph';
import { unwrap } from '../syntax/nodes.js';
import { assignedWithin, awaitSteps, changesIn, isTransparent, waitsWithin, type AwaitedWork, type AwaitStep } from './await-steps.js';
import type { Facts } from './facts.js';

/** `try { user = await load(); } catch (error) { log(error); }`: it waits, and whatever fails goes no further. */
export interface SwallowedAwait {
  readonly statement: ts.TryStatement;
  readonly clause: ts.CatchClause;
  /** What the result is assigned to; nothing where nobody has a use for it. */
  readonly target: ts.Identifier | undefined;
  readonly work: AwaitedWork;
}

/**
 * The steps of such statements that stand in a row, with nothing between them but locals that begin as a plain value. Each of them comes
 * to the next whatever happens.
 */
export function swallowedSteps(facts: Facts, statements: readonly ts.Statement[]): readonly (readonly AwaitStep[])[] {
  const rows: AwaitStep[][] = [];
  let row: AwaitStep[] = [];
  let targets = new Set<string>();
  const endRow = (): void => {
    if (targets.size > 1) rows.push(row);
    [row, targets] = [[], new Set()];
  };
  for (const statement of statements) {
    const found = swallowedAwait(facts, statement);
    // The same again is another way to the same end, tried where the first one failed.
    if (found ? targets.has(nameOf(found)) : !isPlainDeclaration(statement)) endRow();
    if (!found) continue;
    row.push({ kind: 'work', work: found.work }, ...changesIn(facts, found.clause.block));
    targets.add(nameOf(found));
  }
  endRow();
  return rows;
}

function nameOf({ target, statement }: SwallowedAwait): string {
  return target?.text ?? `at ${statement.pos}`;
}

/** The same of one statement. */
export function swallowedAwait(facts: Facts, statement: ts.Statement): SwallowedAwait | undefined {
  if (!ts.isTryStatement(statement) || statement.finallyBlock || !statement.catchClause) return undefined;
  const [only, ...others] = statement.tryBlock.statements;
  const { catchClause: clause } = statement;
  if (!only || others.length > 0 || !ts.isExpressionStatement(only) || !isTransparent(facts, clause.block)) return undefined;
  const assignment = unwrap(only.expression);
  const assigned = ts.isBinaryExpression(assignment) && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken ? assignment : undefined;
  const target = assigned && ts.isIdentifier(assigned.left) ? assigned.left : undefined;
  const [step, ...more] = awaitSteps(facts, [only]);
  if (step?.kind !== 'work' || more.length > 0 || (assigned && !target)) return undefined;
  // Anything that is done with the result may fail as well, and would have been caught.
  if (unwrap(assigned?.right ?? assignment) !== step.work.node || waitsWithin(step.work.operand)) return undefined;
  return { statement, clause, target, work: { ...step.work, results: [...step.work.results, ...assignedWithin(facts, clause.block)] } };
}

/** `let posts: Post[] = [];`: nothing runs, and nothing is read. */
export function isPlainDeclaration(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && !statement.modifiers && statement.declarationList.declarations.every(({ name, initializer }) => ts.isIdentifier(name) && (!initializer || isPlainValue(initializer)));
}

function isPlainValue(value: ts.Expression): boolean {
  const inner = unwrap(value);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.length === 0;
  if (ts.isObjectLiteralExpression(inner)) return inner.properties.length === 0;
  return ts.isLiteralExpression(inner) || inner.kind === ts.SyntaxKind.NullKeyword || inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword || inner.getText() === 'undefined';
}
