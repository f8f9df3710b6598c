import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books, reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  return minimumStars + (await db.select().from(books).leftJoin(reviews, eq(books.id, reviews.bookId)).orderBy(books.id)).length;
}
