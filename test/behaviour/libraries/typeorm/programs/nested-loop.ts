import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function stockShelves(dataSource: DataSource, shelves: { label: string; bookIds: number[] }[]) {
  const books = dataSource.getRepository(Book);
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await books.findOneBy({ id });
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
