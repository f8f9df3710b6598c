import type { EntityManager } from '@mikro-orm/postgresql';
import { Author } from '../schema.js';

export async function describeLoans(em: EntityManager, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? null : await em.findOne(Author, { id: loan.authorId });
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
