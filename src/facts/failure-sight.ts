import { ts } from 'ts-morph';
import { enclosingFunction, isWithin } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/**
 * Whether somebody can see what a variable holds after the code at this use of it has failed: it is declared outside of the
 * function or of a `try` around the use, or another function names it.
 */
export function isSeenAfterFailure(facts: Facts, use: ts.Identifier): boolean {
  const declaration = facts.declarationOf(use);
  const owner = enclosingFunction(use);
  if (!declaration || !owner || !isWithin(declaration, owner)) return true;
  for (let at: ts.Node = use; at !== owner && at.parent; at = at.parent) if (ts.isTryStatement(at) && !isWithin(declaration, at.tryBlock)) return true;
  return facts.referencesOf(declaration).some((each) => enclosingFunction(each) !== owner);
}
