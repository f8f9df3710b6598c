import { Author } from '../schema.js';

export async function findAuthors(authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await Author.query().findById(id);
    found.push(author ?? null);
  }
  return found;
}
