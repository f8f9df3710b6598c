import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function withdraw(em: EntityManager, bookIds: number[]) {
  for (const id of bookIds) {
    await em.nativeUpdate(Book, { id }, { inPrint: false });
  }
}
