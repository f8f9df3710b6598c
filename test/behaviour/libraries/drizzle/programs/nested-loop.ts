import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function stockShelves(db: Database, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await db.query.books.findFirst({ where: eq(books.id, id) });
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
