import { Book } from '../schema.js';

export async function discard(bookIds: number[]) {
  for (const id of bookIds) {
    await Book.query().deleteById(id);
  }
}
