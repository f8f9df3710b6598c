import type { Pool } from 'pg';

export async function countBooks(pool: Pool, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const { rows } = await pool.query('SELECT count(*) AS count FROM books WHERE author_id = $1 AND in_print', [writer.id]);
    counts.push({ name: writer.name, count: Number(rows[0].count) });
  }
  return counts;
}
