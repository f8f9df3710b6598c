import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function withdraw(db: Database, bookIds: number[]) {
  for (const id of bookIds) {
    await db.update(books).set({ inPrint: false }).where(eq(books.id, id));
  }
}
