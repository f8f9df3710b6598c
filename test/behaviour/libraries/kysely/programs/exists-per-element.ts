import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function published(db: Kysely<Database>, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await db.selectFrom('books').select('id').where('author_id', '=', writer.id).executeTakeFirst();
    if (book) names.push(writer.name);
  }
  return names;
}
