import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function countBooks(em: EntityManager, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await em.count(Book, { author: writer.id, inPrint: true });
    counts.push({ name: writer.name, count });
  }
  return counts;
}
