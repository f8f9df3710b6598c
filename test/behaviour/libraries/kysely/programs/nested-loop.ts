import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function stockShelves(db: Kysely<Database>, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await db.selectFrom('books').selectAll().where('id', '=', id).executeTakeFirst();
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
