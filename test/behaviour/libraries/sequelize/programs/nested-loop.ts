import { Book } from '../schema.js';

export async function stockShelves(shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await Book.findByPk(id);
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
