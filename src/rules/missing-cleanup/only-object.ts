import { ts } from 'ts-morph';
import { inferred, type Doubt } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import type { Owner } from '../../facts/lifetimes.js';
import { madeOnceAt } from '../../facts/made-once.js';

/** What its class acquires while it is constructed is acquired once, where the only object is made: it may live as long as the program. */
export function onlyObject(facts: Facts, { node, member, lifecycle }: Owner): Doubt | undefined {
  const constructs = member !== undefined && (ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member));
  if (!constructs || !ts.isClassLike(node) || (lifecycle !== undefined && lifecycle.packages.length > 0)) return undefined;
  const made = madeOnceAt(facts, node);
  return made && inferred('that it ends before the program does: the only one of its class is made here', made);
}
