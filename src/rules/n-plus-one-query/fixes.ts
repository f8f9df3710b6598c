import type { RepeatedOperation } from '../../facts/repeated-operations.js';
import type { FixProposal, RuleContext } from '../rule.js';
import { batchFixes, mayBatch } from './batching/batch-fixes.js';
import { hoistable, hoistFixes } from './hoist-fix.js';

/** Cheap: whether `fixesOf` has something to try. */
export function isFixable(repeated: RepeatedOperation): boolean {
  return repeated.relation === 'invariant' ? hoistable(repeated) !== undefined : mayBatch(repeated);
}

/** Queries about the element are asked for all elements at once; a read that never changes moves before the loop. */
export function fixesOf(repeated: RepeatedOperation, { facts }: RuleContext): readonly FixProposal[] {
  return repeated.relation === 'invariant' ? hoistFixes(repeated) : batchFixes(facts, repeated);
}
