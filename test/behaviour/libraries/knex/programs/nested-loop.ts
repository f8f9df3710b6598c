import type { Knex } from 'knex';
import type { Book } from '../schema.js';

export async function stockShelves(knex: Knex, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await knex<Book>('books').where({ id }).first();
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
