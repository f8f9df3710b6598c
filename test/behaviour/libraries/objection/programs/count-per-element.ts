import { Book } from '../schema.js';

export async function countBooks(writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await Book.query().where({ author_id: writer.id, in_print: true }).resultSize();
    counts.push({ name: writer.name, count });
  }
  return counts;
}
