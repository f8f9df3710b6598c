import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function accept(em: EntityManager, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await em.insert(Book, { title: manuscript.title, pages: manuscript.pages, author: manuscript.authorId });
  }
}
