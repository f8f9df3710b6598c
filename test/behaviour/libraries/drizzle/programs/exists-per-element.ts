import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function published(db: Database, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await db.query.books.findFirst({ columns: { id: true }, where: eq(books.authorId, writer.id) });
    if (book) names.push(writer.name);
  }
  return names;
}
