import type { Knex } from 'knex';

export async function published(knex: Knex, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await knex('books').where('author_id', writer.id).first('id');
    if (book) names.push(writer.name);
  }
  return names;
}
