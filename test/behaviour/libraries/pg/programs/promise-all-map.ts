import type { Pool } from 'pg';

export async function countryNames(pool: Pool, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const { rows } = await pool.query('SELECT * FROM countries WHERE code = $1', [code]);
    const country = rows[0];
    return country ? country.name : `unknown: ${code}`;
  }));
}
