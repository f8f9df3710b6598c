import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function listBooks(em: EntityManager, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await em.find(Book, { author: writer.id }, { orderBy: { id: 'asc' } });
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
