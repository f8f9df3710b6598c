import type { Knex } from 'knex';

export async function withdraw(knex: Knex, bookIds: number[]) {
  for (const id of bookIds) {
    await knex('books').where({ id }).update({ in_print: false });
  }
}
