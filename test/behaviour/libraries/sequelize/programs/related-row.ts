import { Book } from '../schema.js';

export async function writersOfBooks() {
  const books = await Book.findAll({ order: [['id', 'ASC']] });
  return Promise.all(books.map(async (book) => {
    const author = await book.getAuthor();
    return `${book.title} by ${author?.name ?? 'nobody'}`;
  }));
}
