import { Country } from '../schema.js';

export async function countryNames(codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await Country.query().findOne({ code });
    return country ? country.name : `unknown: ${code}`;
  }));
}
