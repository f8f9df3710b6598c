import type { Database } from '../database.js';
import { books } from '../schema.js';

export async function accept(db: Database, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await db.insert(books).values({ title: manuscript.title, pages: manuscript.pages, authorId: manuscript.authorId });
  }
}
