import type { DataSource } from 'typeorm';
import { Author } from '../schema.js';

export async function describeLoans(dataSource: DataSource, loans: { reader: string; authorId: number | null }[]) {
  const authors = dataSource.getRepository(Author);
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? null : await authors.findOneBy({ id: loan.authorId });
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
