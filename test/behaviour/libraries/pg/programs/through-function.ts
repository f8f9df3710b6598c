import type { Pool } from 'pg';
import type { Author } from '../schema.js';

async function findAuthor(pool: Pool, id: number): Promise<Author | undefined> {
  const { rows } = await pool.query<Author>('SELECT * FROM authors WHERE id = $1', [id]);
  return rows[0];
}

export async function addresses(pool: Pool, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(pool, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
