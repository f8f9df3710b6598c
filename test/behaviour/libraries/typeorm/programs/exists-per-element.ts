import type { DataSource } from 'typeorm';
import { Book } from '../schema.js';

export async function published(dataSource: DataSource, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    if (await dataSource.getRepository(Book).existsBy({ authorId: writer.id })) names.push(writer.name);
  }
  return names;
}
