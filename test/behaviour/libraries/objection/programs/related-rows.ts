import { Author } from '../schema.js';

export async function titlesOfAuthors(minimumStars: number) {
  const authors = await Author.query().orderBy('id');
  const lists = [];
  for (const author of authors) {
    const books = await author.$relatedQuery('books').where('id', '>', minimumStars).orderBy('id', 'desc');
    lists.push({ name: author.name, books });
  }
  return lists;
}
