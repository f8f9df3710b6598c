import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function starsOfBooks(em: EntityManager, minimumStars: number) {
  const books = await em.find(Book, {}, { orderBy: { id: 'asc' } });
  return Promise.all(books.map(async (book) => {
    const reviews = await book.reviews.loadItems();
    return { title: book.title, stars: reviews.filter((review) => review.stars >= minimumStars).map((review) => review.stars) };
  }));
}
