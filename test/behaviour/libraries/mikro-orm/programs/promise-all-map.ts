import type { EntityManager } from '@mikro-orm/postgresql';
import { Country } from '../schema.js';

export async function countryNames(em: EntityManager, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await em.findOne(Country, { code });
    return country ? country.name : `unknown: ${code}`;
  }));
}
