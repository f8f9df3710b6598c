import type { Inputs } from './dataset.js';

/** What a program does: `libraries/<library>/programs/<shape>.ts`. */
export interface Shape {
  readonly name: string;
  readonly input: keyof Inputs;
  readonly writes?: true;
  /** Loads rows to count them, in one query before and after its repair. */
  readonly counts?: true;
  /** Libraries that have it; all when left out. */
  readonly only?: readonly string[];
}

const SHAPES: readonly Shape[] = [
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
  { name: 'load-relation', input: 'minimumStars', only: ['mikro-orm', 'objection'] },
  { name: 'load-some', input: 'minimumStars', only: ['mikro-orm', 'objection'] },
  { name: 'related-rows', input: 'minimumStars', only: ['mikro-orm', 'objection', 'sequelize'] },
  { name: 'related-row', input: 'minimumStars', only: ['objection', 'sequelize'] },
  // The counts of `pg` are in the text of a statement, which no repair writes.
  { name: 'counted', input: 'minimumStars', counts: true, only: ['prisma', 'typeorm', 'sequelize', 'drizzle', 'knex', 'objection', 'kysely', 'mikro-orm'] },
  { name: 'counted-whole', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-columns', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-joined', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-outer-joined', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-alias', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-relational', input: 'minimumStars', counts: true, only: ['drizzle'] },
  { name: 'counted-in-transaction', input: 'bookIds', counts: true, only: ['drizzle'] },
];

export function shapesOf(library: string): readonly Shape[] {
  return SHAPES.filter(({ only }) => only?.includes(library) ?? true);
}
