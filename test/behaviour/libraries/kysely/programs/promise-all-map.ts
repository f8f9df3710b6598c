import type { Kysely } from 'kysely';
import type { Database } from '../schema.js';

export async function countryNames(db: Kysely<Database>, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await db.selectFrom('countries').selectAll().where('code', '=', code).executeTakeFirst();
    return country ? country.name : `unknown: ${code}`;
  }));
}
