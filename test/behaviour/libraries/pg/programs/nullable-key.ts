import type { Pool } from 'pg';

export async function describeLoans(pool: Pool, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const { rows } = await pool.query('SELECT name FROM authors WHERE id = $1', [loan.authorId]);
    described.push({ reader: loan.reader, author: rows[0]?.name ?? null });
  }
  return described;
}
