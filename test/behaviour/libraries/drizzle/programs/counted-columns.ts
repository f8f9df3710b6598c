import { and, gte, isNull } from 'drizzle-orm';
import type { Database } from '../database.js';
import { reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  const found = await db
    .select({ id: reviews.id, note: reviews.note })
    .from(reviews)
    .where(and(gte(reviews.stars, minimumStars), isNull(reviews.note)))
    .orderBy(reviews.note)
    .execute();
  return `${found.length} reviews`;
}
