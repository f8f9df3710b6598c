import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function accept(dataSource: DataSource, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  const books = dataSource.getRepository(Book);
  for (const manuscript of manuscripts) {
    await books.insert({ title: manuscript.title, pages: manuscript.pages, authorId: manuscript.authorId });
  }
}
