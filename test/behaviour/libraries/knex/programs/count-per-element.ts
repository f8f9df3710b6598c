import type { Knex } from 'knex';

export async function countBooks(knex: Knex, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const [row] = await knex('books').where({ author_id: writer.id, in_print: true }).count({ count: '*' });
    counts.push({ name: writer.name, count: Number(row?.count) });
  }
  return counts;
}
