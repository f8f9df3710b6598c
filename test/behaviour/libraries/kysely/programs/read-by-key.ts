import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function findAuthors(db: Kysely<Database>, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await db.selectFrom('authors').selectAll().where('id', '=', id).executeTakeFirst();
    found.push(author ?? null);
  }
  return found;
}
