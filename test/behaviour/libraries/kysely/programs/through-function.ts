import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

function findAuthor(db: Kysely<Database>, id: number) {
  return db.selectFrom('authors').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function addresses(db: Kysely<Database>, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(db, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
