import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function stockShelves(em: EntityManager, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await em.findOne(Book, { id });
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
