import type { EntityManager } from '@mikro-orm/postgresql';
import { Book, Review } from '../schema.js';

export async function reviewedBooks(em: EntityManager, minimumStars: number) {
  const reviews = await em.find(Review, { stars: { $gte: minimumStars } }, { orderBy: { id: 'asc' } });
  const lines = [];
  for (const review of reviews) {
    const book = await em.findOne(Book, { id: review.book.id });
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
