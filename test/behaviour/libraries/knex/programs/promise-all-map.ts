import type { Knex } from 'knex';
import type { Country } from '../schema.js';

export async function countryNames(knex: Knex, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await knex<Country>('countries').where('code', code).first();
    return country ? country.name : `unknown: ${code}`;
  }));
}
