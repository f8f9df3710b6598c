import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function listBooks(dataSource: DataSource, writers: { id: number; name: string }[]) {
  const books = dataSource.getRepository(Book);
  const lists = [];
  for (const writer of writers) {
    const written = await books.find({ where: { authorId: writer.id }, order: { id: 'ASC' } });
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
