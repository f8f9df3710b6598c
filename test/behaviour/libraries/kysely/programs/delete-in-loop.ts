import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function discard(db: Kysely<Database>, bookIds: number[]) {
  for (const id of bookIds) {
    await db.deleteFrom('books').where('id', '=', id).execute();
  }
}
