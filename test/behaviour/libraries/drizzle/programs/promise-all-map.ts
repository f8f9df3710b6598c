import { eq } from 'drizzle-orm';
import type { Database } from '../database.js';
import { countries } from '../schema.js';

export async function countryNames(db: Database, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const [country] = await db.select().from(countries).where(eq(countries.code, code));
    return country ? country.name : `unknown: ${code}`;
  }));
}
