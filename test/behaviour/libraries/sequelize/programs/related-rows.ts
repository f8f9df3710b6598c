import { Author } from '../schema.js';

export async function titlesOfAuthors() {
  const authors = await Author.findAll({ order: [['id', 'ASC']] });
  const lists = [];
  for (const author of authors) {
    const books = await author.getBooks({ order: [['id', 'DESC']] });
    lists.push({ name: author.name, titles: books.map((book) => book.title), books });
  }
  return lists;
}
