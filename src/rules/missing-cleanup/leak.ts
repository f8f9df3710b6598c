import type { ts } from 'ts-morph';
import type { AcquisitionUse } from '../../facts/acquisitions.js';
import type { Doubt } from '../../facts/doubt.js';
import type { Holder } from '../../facts/holders.js';
import type { Owner } from '../../facts/lifetimes.js';
import type { Reach } from '../../facts/reach.js';
import type { Escape } from '../../facts/release-paths.js';
import type { Mismatch } from '../../facts/releases.js';

/** Why nothing gives the resource back. */
export type Reason =
  | { readonly kind: 'dropped' }
  | { readonly kind: 'unreleased' }
  | { readonly kind: 'inline' }
  | { readonly kind: 'mismatch'; readonly removal: ts.CallExpression; readonly why: Mismatch }
  | { readonly kind: 'some-paths'; readonly escape: Escape; readonly release: ts.Node }
  | { readonly kind: 'one-outcome'; readonly released: ts.Node; readonly missing: ts.Node }
  | { readonly kind: 'only-when-set-again'; readonly release: ts.Node }
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'piped'; readonly pipe: ts.Node };

/** What the rule saw. */
export interface Leak {
  readonly use: AcquisitionUse;
  readonly owner: Owner;
  readonly reason: Reason;
  readonly holder: Holder | undefined;
  readonly reach: Reach;
  /** Another registration of the owner that it does undo: the one beside it was forgotten. */
  readonly sibling: ts.Node | undefined;
  /** What was not proven. */
  readonly doubts: readonly Doubt[];
}

/** How sure it is that the resource is lost: `proven`, or what was not. */
export type Loss = Doubt | 'proven';

export function doubtsOf(loss: Loss): readonly Doubt[] {
  return loss === 'proven' ? [] : [loss];
}
