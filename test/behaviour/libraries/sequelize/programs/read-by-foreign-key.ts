import { Book } from '../schema.js';

export async function listBooks(writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await Book.findAll({ where: { authorId: writer.id }, order: [['id', 'ASC']] });
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
