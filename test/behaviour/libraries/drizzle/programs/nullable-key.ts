import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { authors } from '../schema.js';

export async function describeLoans(db: Database, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? undefined : await db.query.authors.findFirst({ where: eq(authors.id, loan.authorId) });
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
