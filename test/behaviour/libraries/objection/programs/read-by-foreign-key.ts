import { Book } from '../schema.js';

export async function listBooks(writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await Book.query().where('author_id', writer.id).orderBy('id');
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
