import { inArray, not } from 'drizzle-orm';
import type { Database } from '../database.js';
import { reviews } from '../schema.js';

export async function countReviews(db: Database, bookIds: number[]) {
  return db.transaction(async (tx) => {
    const others = await tx.select().from(reviews).where(not(inArray(reviews.bookId, bookIds)));
    return { others: others.length };
  });
}
