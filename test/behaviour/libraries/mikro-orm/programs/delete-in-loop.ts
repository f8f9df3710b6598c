import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function discard(em: EntityManager, bookIds: number[]) {
  for (const id of bookIds) {
    await em.nativeDelete(Book, { id });
  }
}
