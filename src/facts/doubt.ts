import type { ts } from 'ts-morph';
import type { Certainty } from '../core/finding.js';

/** A link that is not proven, in words for the reader. Without a place it is said of the finding as a whole. */
export interface Doubt {
  readonly certainty: Exclude<Certainty, 'proven'>;
  readonly text: string;
  readonly at?: ts.Node;
}

/** What usually holds where the code looks so; or a cost that its maintainer may weigh differently. Keeps a finding at medium. */
export function inferred(text: string, at?: ts.Node): Doubt {
  return { certainty: 'inferred', text, ...(at ? { at } : {}) };
}

/** Names alone, or a good reason to leave it as it is. Keeps a finding at low. */
export function doubtful(text: string, at?: ts.Node): Doubt {
  return { certainty: 'doubtful', text, ...(at ? { at } : {}) };
}
