import { Book } from '../schema.js';

export async function published(writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await Book.findOne({ where: { authorId: writer.id }, attributes: ['id'] });
    if (book) names.push(writer.name);
  }
  return names;
}
