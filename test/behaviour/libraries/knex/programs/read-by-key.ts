import type { Knex } from 'knex';

export async function findAuthors(knex: Knex, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await knex('authors').where({ id }).first();
    found.push(author ?? null);
  }
  return found;
}
