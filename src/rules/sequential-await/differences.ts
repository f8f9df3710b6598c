import { ts } from 'ts-morph';
import { isWrite } from '../../facts/bindings.js';
import { effectOfOperand } from '../../facts/call-effects.js';
import { failsOnPurpose } from '../../facts/deliberate-failure.js';
import type { Facts } from '../../facts/facts.js';
import { isSeenAfterFailure } from '../../facts/failure-sight.js';
import { builderSharing } from '../../facts/shared-builder.js';
import { isCallLike, unwrap, walkOwn } from '../../syntax/nodes.js';
import type { SequentialAwaits } from './detect.js';
import type { Element } from './elements.js';

export interface Surroundings {
  /** What now runs before any of them is started. */
  readonly earlier: readonly ts.Node[];
  /** What now runs when all of them are over. */
  readonly later: readonly ts.Node[];
}

/** What may behave differently once all are started together; nothing for reads with nothing that acts between them. */
export function differencesOf(facts: Facts, { run }: SequentialAwaits, elements: readonly Element[], { earlier, later }: Surroundings): readonly string[] {
  const differs: string[] = [];
  const known = run.kind === 'reads' && run.works.every((work) => work.effect.proof === 'proven');
  if (known && run.works.filter((work) => failsOnPurpose(facts, work.operand)).length > 1) differs.push('if several fail, another of their errors may be the one that is seen');
  if (run.works.some((work, index) => run.works.slice(0, index).some((each) => builderSharing(facts, each.operand, work.operand) !== undefined))) differs.push('the builder they share runs two queries at a time');
  if (!known) differs.push('if one fails, the others have already started');
  if (run.kind === 'reads' && !known) differs.push('if one of them does more than read, as its name says, the others no longer see what it did');
  const acts = (node: ts.Node): boolean => actsBeyond(facts, node, elements);
  if (earlier.some(acts)) differs.push('what stands between them runs before all of them');
  if (later.some(acts)) differs.push('what stands between them runs after all of them, and not at all if one fails');
  if (elements.some((each) => each.role === 'assigned' && outlives(facts, each))) differs.push('if one fails, no result is assigned');
  return differs;
}

/** Calls something, or changes what is seen elsewhere. */
function actsBeyond(facts: Facts, root: ts.Node, elements: readonly Element[]): boolean {
  let acts = false;
  const visit = (node: ts.Node): boolean => {
    if (acts || elements.some((each) => node === each.work.node)) return false;
    if (isCallLike(node)) {
      const use = facts.operationOf(node);
      const { effect, proof } = effectOfOperand(facts, node);
      acts = !(use?.operation.channel === 'memory' && use.operation.effect === 'read') && !(effect === 'read' && proof === 'proven');
    }
    if (ts.isIdentifier(node) && isWrite(node) && isSeenAfterFailure(facts, node)) acts = true;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment && !ts.isIdentifier(unwrap(node.left))) acts = true;
    return !acts;
  };
  if (visit(root)) walkOwn(root, visit);
  return acts;
}

function outlives(facts: Facts, { whole }: Element): boolean {
  const assignment = whole && ts.isExpressionStatement(whole) ? unwrap(whole.expression) : undefined;
  if (!assignment || !ts.isBinaryExpression(assignment)) return false;
  const target = unwrap(assignment.left);
  return !ts.isIdentifier(target) || isSeenAfterFailure(facts, target);
}
