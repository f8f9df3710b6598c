import type { Knex } from 'knex';

export async function discard(knex: Knex, bookIds: number[]) {
  for (const id of bookIds) {
    await knex('books').where('id', id).del();
  }
}
