import { Author } from '../schema.js';

export async function describeLoans(loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? null : await Author.findOne({ where: { id: loan.authorId } });
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
