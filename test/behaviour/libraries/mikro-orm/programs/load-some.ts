import type { EntityManager } from '@mikro-orm/postgresql';
import { Author } from '../schema.js';

export async function booksOfKnown(em: EntityManager, minimumStars: number) {
  const authors = await em.find(Author, {}, { orderBy: { id: 'asc' } });
  const lists = [];
  for (const author of authors) {
    if (author.id < minimumStars) continue;
    const books = await author.books.load();
    lists.push(books.getItems().map((book) => book.title));
  }
  return { lists, loaded: authors.map((author) => author.books.isInitialized()) };
}
