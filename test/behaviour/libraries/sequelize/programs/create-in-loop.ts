import { Book } from '../schema.js';

export async function accept(manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await Book.create({ title: manuscript.title, pages: manuscript.pages, authorId: manuscript.authorId });
  }
}
