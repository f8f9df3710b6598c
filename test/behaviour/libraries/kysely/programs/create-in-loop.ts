import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function accept(db: Kysely<Database>, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await db.insertInto('books').values({ title: manuscript.title, pages: manuscript.pages, author_id: manuscript.authorId }).execute();
  }
}
