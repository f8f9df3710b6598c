import type { DataSource } from 'typeorm';
import { Author } from '../schema.js';

export async function findAuthors(dataSource: DataSource, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await dataSource.getRepository(Author).findOneBy({ id });
    found.push(author);
  }
  return found;
}
