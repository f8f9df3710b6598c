import { ts } from 'ts-morph';
import { awaitSteps, awaitStepsOfExpression } from '../../facts/await-steps.js';
import { findRuns, type AwaitRun } from '../../facts/await-runs.js';
import { isInTransaction } from '../../facts/connections.js';
import type { Doubt } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { isOrderedByNature, orderRemark } from '../../facts/order-intent.js';
import type { PathRole } from '../../facts/path-role.js';
import { isCombined } from '../../facts/promise-combinators.js';
import { swallowedSteps } from '../../facts/swallowed-awaits.js';
import { littleWaiting } from '../../facts/waiting-cost.js';
import { mentions, unwrap } from '../../syntax/nodes.js';

export interface SequentialAwaits {
  readonly run: AwaitRun;
  /** From the first `await` to the end of the last await expression. */
  readonly start: number;
  readonly end: number;
  /** Each stands in a `try` of its own that lets no failure out. */
  readonly swallowed: boolean;
  /** Why its maintainer may leave it. */
  readonly leniency: readonly Doubt[];
}

/** Runs of one list of statements (or one arrow body) that nothing asks to be in order. */
export function detectRuns(node: ts.Node, facts: Facts, role: PathRole, minimum: number): readonly SequentialAwaits[] {
  // Arrange, act, assert; parents before children; one schema step after the other.
  if (role === 'test' || role === 'seed' || role === 'migration') return [];
  if (!mentions(node, 'await')) return [];
  // An `await` within the array of a combinator is what await-in-promise-all is about.
  const rows = [stepsOf(facts, node).filter((step) => step.kind !== 'work' || !isCombined(facts, step.work.node)), ...swallowedSteps(facts, listOf(node))];
  const runs = rows.flatMap((steps, row) => (steps.length < minimum ? [] : findRuns(facts, steps).filter((run) => run.works.length >= minimum).map((run) => ({ run, swallowed: row > 0 }))));
  if (runs.length === 0 || isOrderedByNature(node.kind === ts.SyntaxKind.ArrowFunction ? (node as ts.ArrowFunction).body : node) || isInTransaction(facts, node)) return [];
  const file = node.getSourceFile();
  return runs.flatMap(({ run, swallowed }) => {
    const start = Math.min(...run.works.map((work) => work.node.getStart(file)));
    const end = Math.max(...run.works.map((work) => work.node.end));
    return orderRemark(file, start, end) === undefined ? [{ run, start, end, swallowed, leniency: littleWaiting(facts, node, run.works.map((work) => work.effect)) }] : [];
  });
}

function stepsOf(facts: Facts, node: ts.Node) {
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : awaitStepsOfExpression(facts, unwrap(node.body));
  return awaitSteps(facts, listOf(node));
}

function listOf(node: ts.Node): readonly ts.Statement[] {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node) ? [...node.statements] : [];
}
