import { Book } from '../schema.js';

export async function withdraw(bookIds: number[]) {
  for (const id of bookIds) {
    await Book.update({ inPrint: false }, { where: { id } });
  }
}
