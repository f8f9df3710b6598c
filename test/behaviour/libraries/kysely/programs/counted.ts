import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function countReviews(db: Kysely<Database>, minimumStars: number) {
  const found = await db.selectFrom('reviews').selectAll().where('stars', '>=', minimumStars).orderBy('id').execute();
  return { found: found.length };
}
