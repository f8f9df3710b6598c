import { and, eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function countBooks(db: Database, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await db.$count(books, and(eq(books.authorId, writer.id), eq(books.inPrint, true)));
    counts.push({ name: writer.name, count });
  }
  return counts;
}
