import type { Knex } from 'knex';
import type { Author } from '../schema.js';

async function findAuthor(knex: Knex, id: number) {
  return knex<Author>('authors').where({ id }).first();
}

export async function addresses(knex: Knex, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(knex, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
