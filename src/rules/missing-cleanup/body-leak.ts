import { ts } from 'ts-morph';
import type { AcquisitionUse } from '../../facts/acquisitions.js';
import { inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import type { Holder } from '../../facts/holders.js';
import type { Owner } from '../../facts/lifetimes.js';
import { reachOf } from '../../facts/reach.js';
import { escapingPath } from '../../facts/release-paths.js';
import { escapesOf } from '../../facts/releases.js';
import { wrapped } from '../../syntax/nodes.js';
import { doubtsOf, type Leak, type Reason } from './leak.js';

/** An answer whose body somebody has to read: every use of the body but a look at it counts as reading. */
export function bodyLeak(facts: Facts, use: AcquisitionUse, owner: Owner, holder: Holder): Leak | undefined {
  const { declaration } = holder;
  if (!declaration || holder.form !== 'local' || escapesOf(facts, holder, use.acquisition).length > 0) return undefined;
  const references = facts.referencesOf(declaration);
  if (references.some((each) => ts.isVariableDeclaration(each.parent))) return undefined;
  const uses = references.map((each) => each.parent).filter((each): each is ts.PropertyAccessExpression => ts.isPropertyAccessExpression(each) && each.name.text === use.acquisition.property);
  const reads = uses.filter((each) => !isLookedAt(each)).map((node) => ({ node }));
  const [read] = reads;
  const escape = read ? escapingPath(use.call, reads) : undefined;
  if (read && !escape) return undefined;
  const reason: Reason = read && escape ? { kind: 'some-paths', escape, release: read.node } : { kind: 'unreleased' };
  return { use, owner, reason, holder, reach: reachOf(facts, use, owner), sibling: undefined, doubts: doubtsOf(inferred('that the body is more than what comes with the head of the answer')) };
}

/** `if (!answer.Body)`: only asks whether there is one. */
function isLookedAt(access: ts.Expression): boolean {
  const at = wrapped(access);
  const { parent } = at;
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isIfStatement(parent)) return parent.expression === at;
  if (ts.isConditionalExpression(parent)) return parent.condition === at;
  return ts.isBinaryExpression(parent) && (/^[!=]==?$/.test(parent.operatorToken.getText()) || (parent.left === at && /^&&$/.test(parent.operatorToken.getText())));
}
