import { gte } from 'drizzle-orm';
import type { Database } from '../database.js';
import { reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  const found = await db.select().from(reviews).where(gte(reviews.stars, minimumStars)).orderBy(reviews.id);
  return { found: found.length };
}
