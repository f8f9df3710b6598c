import { Book } from '../schema.js';

export async function published(writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await Book.query().findOne({ author_id: writer.id });
    if (book) names.push(writer.name);
  }
  return names;
}
