import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { unwrap } from '../../../syntax/nodes.js';
import type { LoopSite } from './loop-site.js';
import { isAssignment } from './round-values.js';

/** `trip.cityId = …` and `trip = …` where a round is asked about by `trip.cityId`. */
export function changesKey(node: ts.Node, key: ts.Expression, part?: string): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node) || !isAssignment(node)) return false;
  const [changed, asked] = [node.left.getText(), `${unwrap(key).getText()}${part === undefined ? '' : `.${part}`}`];
  return asked === changed || asked.startsWith(`${changed}.`);
}

/** A round that has asked changes its own element: the other rounds ask about theirs. */
export function changesAfterwards(facts: Facts, change: ts.BinaryExpression, query: ts.Node, { loop, isElement }: LoopSite): boolean {
  const { left } = change;
  if (!ts.isPropertyAccessExpression(left) || change.pos < query.end) return false;
  let owner: ts.Expression = left;
  while (ts.isPropertyAccessExpression(owner)) owner = unwrap(owner.expression);
  return isElement(owner) && [change, query].every((each) => facts.loopsAround(each)[0]?.node === loop.node);
}
