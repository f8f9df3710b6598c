import type { EntityManager } from '@mikro-orm/postgresql';
import { Book } from '../schema.js';

export async function published(em: EntityManager, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const count = await em.count(Book, { author: writer.id });
    if (count > 0) names.push(writer.name);
  }
  return names;
}
