import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function describeLoans(db: Kysely<Database>, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = await db.selectFrom('authors').select(['id', 'name']).where('id', '=', loan.authorId).executeTakeFirst();
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
