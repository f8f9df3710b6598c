import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { argumentsOf } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import { classFixes } from './class-fix.js';
import { effectFixes } from './effect-fix.js';
import { functionFixes } from './function-fix.js';
import type { Leak } from './leak.js';
import { insertion, replacement } from './layout.js';

/** The repair for whose life the resource shares; nothing where its end is not in sight. */
export function fixesOf(facts: Facts, leak: Leak): readonly FixProposal[] {
  if (leak.reason.kind === 'mismatch') return mismatchFixes(leak);
  switch (leak.owner.kind) {
    case 'effect':
      return effectFixes(facts, leak);
    case 'class': {
      const fixes = classFixes(facts, leak);
      return fixes.length > 0 ? fixes : functionFixes(facts, leak);
    }
    case 'function':
    case 'component':
    case 'factory':
      return functionFixes(facts, leak);
    default:
      return [];
  }
}

/** Makes the removal name what was added. */
function mismatchFixes({ use, reason }: Leak): readonly FixProposal[] {
  if (reason.kind !== 'mismatch') return [];
  const [event, , options] = argumentsOf(use.call);
  const [removedEvent, removedListener, removedOptions] = reason.removal.arguments;
  if (reason.why === 'event' && event && removedEvent) return [{ title: `Remove ${event.getText()}`, differs: [`nothing removes ${removedEvent.getText()}`], edits: [replacement(removedEvent, event.getText())] }];
  if (reason.why !== 'capture' || !removedListener) return [];
  const flag = options?.getText() ?? 'false';
  const edit = removedOptions ? replacement(removedOptions, flag) : insertion(reason.removal.getSourceFile(), removedListener.end, `, ${flag}`);
  return options && ts.isIdentifier(options) ? [] : [{ title: 'Give the removal the same capture flag', differs: [], edits: [edit] }];
}
