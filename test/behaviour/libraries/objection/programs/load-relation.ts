import { Author } from '../schema.js';

export async function booksOfAuthors() {
  const authors = await Author.query().orderBy('id');
  for (const author of authors) {
    await author.$fetchGraph('books(ordered).reviews(ordered)');
  }
  return authors;
}
