import { Author } from '../schema.js';

export async function findAuthors(authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await Author.findByPk(id);
    found.push(author);
  }
  return found;
}
