import type { Pool } from 'pg';

export async function findAuthors(pool: Pool, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const result = await pool.query('SELECT * FROM authors WHERE id = $1', [id]);
    found.push(result.rows[0] ?? null);
  }
  return found;
}
