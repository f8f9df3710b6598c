import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { authors } from '../schema.js';

export async function findAuthors(db: Database, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await db.query.authors.findFirst({ where: eq(authors.id, id) });
    found.push(author ?? null);
  }
  return found;
}
