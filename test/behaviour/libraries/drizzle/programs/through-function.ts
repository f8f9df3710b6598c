import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { authors } from '../schema.js';

async function findAuthor(db: Database, id: number) {
  return db.query.authors.findFirst({ where: eq(authors.id, id) });
}

export async function addresses(db: Database, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(db, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
