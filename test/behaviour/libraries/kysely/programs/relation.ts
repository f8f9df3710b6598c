import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function reviewedBooks(db: Kysely<Database>, minimumStars: number) {
  const reviews = await db.selectFrom('reviews').selectAll().where('stars', '>=', minimumStars).orderBy('id').execute();
  const lines = [];
  for (const review of reviews) {
    const book = await db.selectFrom('books').selectAll().where('id', '=', review.book_id).executeTakeFirst();
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
