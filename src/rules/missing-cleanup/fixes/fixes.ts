import type { Facts } from '../../../facts/facts.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { classFixes } from './class-fix.js';
import { componentFixes } from './component-fix.js';
import { effectFixes } from './effect-fix.js';
import { factoryFixes } from './factory-fix.js';
import { functionFixes } from './function-fix.js';
import { mismatchFixes } from './mismatch-fix.js';

/** The repair for whose life the resource shares; nothing where its end is not in sight. */
export function fixesOf(facts: Facts, leak: Leak): readonly FixProposal[] {
  if (leak.reason.kind === 'mismatch') return mismatchFixes(facts, leak);
  const ofOwner = ownerFixes(facts, leak);
  return ofOwner.length > 0 || leak.owner.kind === 'effect' ? ofOwner : functionFixes(facts, leak);
}

function ownerFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  // A URL is given back where it is used, however long the owner lives.
  if (leak.use.acquisition.everyPath || leak.reason.kind === 'piped' || leak.reason.kind === 'handed-over') return [];
  switch (leak.owner.kind) {
    case 'effect':
      return leak.owner.callback?.cleanup === 'returned' ? effectFixes(facts, leak) : componentFixes(facts, leak);
    case 'component':
      return componentFixes(facts, leak);
    case 'class':
      return classFixes(facts, leak);
    case 'factory':
      return factoryFixes(facts, leak);
    default:
      return [];
  }
}
