import { eq, gte } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books, reviews } from '../schema.js';

export async function reviewedBooks(db: Database, minimumStars: number) {
  const found = await db.query.reviews.findMany({ where: gte(reviews.stars, minimumStars), orderBy: reviews.id });
  const lines = [];
  for (const review of found) {
    const book = await db.query.books.findFirst({ where: eq(books.id, review.bookId) });
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
