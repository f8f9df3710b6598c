import { eq, gte } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books, reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  const found = await db.select({ title: books.title }).from(reviews).innerJoin(books, eq(books.id, reviews.bookId)).where(gte(reviews.stars, minimumStars));
  return [found.length, found.length > minimumStars];
}
