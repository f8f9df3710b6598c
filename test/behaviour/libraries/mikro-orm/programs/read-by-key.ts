import type { EntityManager } from '@mikro-orm/postgresql';
import { Author } from '../schema.js';

export async function findAuthors(em: EntityManager, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await em.findOne(Author, { id });
    found.push(author);
  }
  return found;
}
