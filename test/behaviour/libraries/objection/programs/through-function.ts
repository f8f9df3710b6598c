import { Author } from '../schema.js';

async function findAuthor(id: number) {
  return Author.query().findById(id);
}

export async function addresses(authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
