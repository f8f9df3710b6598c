import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function countBooks(dataSource: DataSource, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await dataSource.getRepository(Book).countBy({ authorId: writer.id, inPrint: true });
    counts.push({ name: writer.name, count });
  }
  return counts;
}
