import type { Knex } from 'knex';
import type { Book } from '../schema.js';

export async function listBooks(knex: Knex, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await knex<Book>('books').where('author_id', writer.id).orderBy('id');
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
