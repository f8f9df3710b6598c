import type { Pool } from 'pg';
import type { Book, Review } from '../schema.js';

export async function reviewedBooks(pool: Pool, minimumStars: number) {
  const reviews = await pool.query<Review>('SELECT * FROM reviews WHERE stars >= $1 ORDER BY id', [minimumStars]);
  const lines = [];
  for (const review of reviews.rows) {
    const book = await pool.query<Book>('SELECT * FROM books WHERE id = $1', [review.book_id]);
    lines.push(`${review.stars} for ${book.rows[0]?.title ?? 'nothing'}`);
  }
  return lines;
}
