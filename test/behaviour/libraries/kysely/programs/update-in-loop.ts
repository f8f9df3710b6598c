import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function withdraw(db: Kysely<Database>, bookIds: number[]) {
  for (const id of bookIds) {
    await db.updateTable('books').set({ in_print: false }).where('id', '=', id).execute();
  }
}
