import type { DataSource } from 'typeorm';
import { Author } from '../schema.js';

async function findAuthor(dataSource: DataSource, id: number) {
  return dataSource.getRepository(Author).findOneBy({ id });
}

export async function addresses(dataSource: DataSource, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(dataSource, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
