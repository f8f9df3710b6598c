import type { RepeatedOperation } from '../../facts/repeated-operations.js';
import type { FixProposal, RuleContext } from '../rule.js';

export function canBatch(_repeated: RepeatedOperation): boolean {
  return false;
}

export function batchFixes(_repeated: RepeatedOperation, _context: RuleContext): readonly FixProposal[] {
  return [];
}
