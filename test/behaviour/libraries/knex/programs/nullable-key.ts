import type { Knex } from 'knex';
import type { Author } from '../schema.js';

export async function describeLoans(knex: Knex, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? undefined : await knex<Author>('authors').where({ id: loan.authorId }).first();
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
