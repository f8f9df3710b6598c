import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function discard(dataSource: DataSource, bookIds: number[]) {
  const books = dataSource.getRepository(Book);
  for (const id of bookIds) {
    await books.delete({ id });
  }
}
