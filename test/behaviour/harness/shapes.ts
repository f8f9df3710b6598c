import type { Inputs } from './dataset.js';

/** What programs of every library do, a file each: `libraries/<library>/programs/<shape>.ts`. */
export const SHAPES: readonly { readonly name: string; readonly input: keyof Inputs; readonly writes?: true }[] = [
  { name: 'read-by-key', input: 'authorIds' },
  { name: 'read-by-foreign-key', input: 'writers' },
  { name: 'relation', input: 'minimumStars' },
  { name: 'nullable-key', input: 'loans' },
  { name: 'count-per-element', input: 'writers' },
  { name: 'exists-per-element', input: 'writers' },
  { name: 'promise-all-map', input: 'countryCodes' },
  { name: 'through-function', input: 'authorIds' },
  { name: 'nested-loop', input: 'shelves' },
  { name: 'create-in-loop', input: 'manuscripts', writes: true },
  { name: 'update-in-loop', input: 'knownBookIds', writes: true },
  { name: 'delete-in-loop', input: 'bookIds', writes: true },
];
