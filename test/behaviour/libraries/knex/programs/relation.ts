import type { Knex } from 'knex';
import type { Book, Review } from '../schema.js';

export async function reviewedBooks(knex: Knex, minimumStars: number) {
  const reviews = await knex<Review>('reviews').where('stars', '>=', minimumStars).orderBy('id');
  const lines = [];
  for (const review of reviews) {
    const book = await knex<Book>('books').where({ id: review.book_id }).first();
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
