import { Book } from '../schema.js';

export async function authorsOfLongBooks(minimumStars: number) {
  const books = await Book.query().orderBy('id');
  const names = [];
  for (const book of books) {
    if (book.id % minimumStars !== 0) continue;
    const full = await book.$fetchGraph('author');
    names.push(full.author?.name ?? null);
  }
  return { names, books };
}
