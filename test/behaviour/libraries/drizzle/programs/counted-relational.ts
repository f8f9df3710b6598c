import { gte } from 'drizzle-orm';
import type { Database } from '../database.js';
import { reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  const found = await db.query.reviews.findMany({ where: gte(reviews.stars, minimumStars), with: { book: true }, columns: { id: true }, orderBy: reviews.id });
  return { found: found.length };
}
