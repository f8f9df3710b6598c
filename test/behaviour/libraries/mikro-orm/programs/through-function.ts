import type { EntityManager } from '@mikro-orm/postgresql';
import { Author } from '../schema.js';

async function findAuthor(em: EntityManager, id: number) {
  return em.findOne(Author, { id });
}

export async function addresses(em: EntityManager, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(em, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
