import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function withdraw(dataSource: DataSource, bookIds: number[]) {
  const books = dataSource.getRepository(Book);
  for (const id of bookIds) {
    await books.update({ id }, { inPrint: false });
  }
}
