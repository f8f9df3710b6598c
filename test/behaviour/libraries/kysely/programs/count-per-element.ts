import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function countBooks(db: Kysely<Database>, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const { count } = await db.selectFrom('books').select((eb) => eb.fn.countAll().as('count')).where('author_id', '=', writer.id).where('in_print', '=', true).executeTakeFirstOrThrow();
    counts.push({ name: writer.name, count: Number(count) });
  }
  return counts;
}
