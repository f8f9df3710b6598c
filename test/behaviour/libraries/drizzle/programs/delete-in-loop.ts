import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function discard(db: Database, bookIds: number[]) {
  for (const id of bookIds) {
    await db.delete(books).where(eq(books.id, id));
  }
}
