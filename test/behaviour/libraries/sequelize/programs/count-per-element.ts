import { Book } from '../schema.js';

export async function countBooks(writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await Book.count({ where: { authorId: writer.id, inPrint: true } });
    counts.push({ name: writer.name, count });
  }
  return counts;
}
