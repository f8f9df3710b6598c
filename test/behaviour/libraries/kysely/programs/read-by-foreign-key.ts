import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function listBooks(db: Kysely<Database>, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await db.selectFrom('books').select(['id', 'title', 'pages']).where('author_id', '=', writer.id).orderBy('id').execute();
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
