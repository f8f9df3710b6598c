import { ts } from 'ts-morph';
import { backgroundKinds, eventDecorator } from '../knowledge/background-names.js';
import { calleeName, isCallLike, isFunctionNode, nameOfAccess, unwrap } from '../syntax/nodes.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import type { Loop } from './loops.js';
import type { OperationUse } from './operations.js';
import { boundedness } from './query-bounds.js';
import { filterOf } from './query-filters.js';
import { selectivityOf } from './selectivity.js';
import type { Reached } from './summaries.js';
import { unattendedDoubt } from './waiting-cost.js';

/** Why nobody may mind the round trips of a loop: what stands around it says that it runs in the background, where they cost no one's time. */
export function backgroundDoubt(facts: Facts, node: ts.Node): Doubt | undefined {
  return unattendedDoubt(facts, node) ?? eventDoubt(facts, node);
}

/**
 * Whether there is something to win even where nobody waits: the loop runs over rows that pile up without limit, which takes ever
 * longer, or a round reads again what is at hand.
 */
export function takesEverLonger(facts: Facts, { use }: Reached, loop: Loop, loops: readonly Loop[]): boolean {
  if (loops.some((each) => each.purpose.kind === 'page')) return true;
  const rows = loop.collection ? rowsOf(facts, loop.collection, 0) : [];
  if (rows.some((each) => growsForGood(facts, each))) return true;
  return use.operation.effect === 'read' && use.entity !== undefined && rows.some((each) => each.entity === use.entity);
}

function eventDoubt(facts: Facts, node: ts.Node): Doubt | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunctionNode(at) && !ts.isClassLike(at)) continue;
    const mark = ts.canHaveDecorators(at) ? (ts.getDecorators(at) ?? []).find((each) => eventDecorator.test(nameOfAccess(unwrap(ts.isCallExpression(each.expression) ? each.expression.expression : each.expression)) ?? '')) : undefined;
    if (mark) return inferred('it follows an event, where nobody waits for the answer', mark);
    const name = at.name ?? (ts.isVariableDeclaration(at.parent) || ts.isPropertyAssignment(at.parent) ? at.parent.name : undefined);
    const kind = name && ts.isIdentifier(name) ? backgroundKinds.find((each) => each.name.test(name.text)) : undefined;
    if (kind) return inferred(kind.text, name);
  }
  const path = facts.resolver.relative(node.getSourceFile().fileName);
  const kind = backgroundKinds.find((each) => each.file?.test(path));
  return kind && inferred(kind.text);
}

/** Names and list methods followed from the loop to the query whose rows it runs over. */
const MAX_STEPS = 6;

function rowsOf(facts: Facts, expression: ts.Expression, step: number): readonly OperationUse[] {
  const node = unwrap(expression);
  if (step > MAX_STEPS) return [];
  if (ts.isAwaitExpression(node)) return rowsOf(facts, node.expression, step + 1);
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? rowsOf(facts, declaration.initializer, step + 1) : [];
  }
  if (ts.isPropertyAccessExpression(node)) return rowsOf(facts, node.expression, step + 1);
  if (!isCallLike(node)) return [];
  const reads = facts.reachedBy(node).map((each) => each.use).filter((each) => each.operation.effect === 'read' && each.operation.rows === 'many');
  if (reads.length > 0) return reads;
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && LIST.test(calleeName(node) ?? '') ? rowsOf(facts, node.expression.expression, step + 1) : [];
}

const LIST = /^(?:map|filter|sort|toSorted|reverse|slice|flat|flatMap|values|entries)$/;

/** Nothing names whose rows are wanted, and nothing limits them. */
function growsForGood(facts: Facts, use: OperationUse): boolean {
  if (boundedness(facts, use) !== 'unbounded') return false;
  const filter = filterOf(facts, use);
  return filter.unread.length === 0 && selectivityOf(filter, undefined) === 'weak';
}
