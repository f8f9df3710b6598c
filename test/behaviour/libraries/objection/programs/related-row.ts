import { Book } from '../schema.js';

export async function writersOfBooks() {
  const books = await Book.query().orderBy('id');
  const lines = [];
  for (const book of books) {
    const author = await book.$relatedQuery('author');
    lines.push(`${book.title} by ${author?.name ?? 'nobody'}`);
  }
  return lines;
}
