import type { DataSource } from 'typeorm';
import { Country } from '../schema.js';

export async function countryNames(dataSource: DataSource, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await dataSource.manager.findOne(Country, { where: { code } });
    return country ? country.name : `unknown: ${code}`;
  }));
}
