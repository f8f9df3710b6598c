import type { EntityManager } from '@mikro-orm/postgresql';
import { Author } from '../schema.js';

export async function booksOfAuthors(em: EntityManager) {
  const authors = await em.find(Author, {}, { orderBy: { id: 'asc' } });
  const lists = [];
  for (const author of authors) {
    await author.books.init();
    lists.push({ name: author.name, titles: author.books.getItems().map((book) => book.title) });
  }
  return lists;
}
