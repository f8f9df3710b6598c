import type { Pool } from 'pg';
import type { Book } from '../schema.js';

export async function listBooks(pool: Pool, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const { rows } = await pool.query<Book>('SELECT id, title, pages FROM books WHERE author_id = $1 ORDER BY id', [writer.id]);
    lists.push({ writer: writer.name, titles: rows.map((book) => book.title), written: rows });
  }
  return lists;
}
