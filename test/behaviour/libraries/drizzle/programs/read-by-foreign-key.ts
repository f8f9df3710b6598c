import { asc, eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function listBooks(db: Database, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await db.select().from(books).where(eq(books.authorId, writer.id)).orderBy(asc(books.id));
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
