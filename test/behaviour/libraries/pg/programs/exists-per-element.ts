import type { Pool } from 'pg';

export async function published(pool: Pool, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const result = await pool.query('SELECT 1 FROM books WHERE author_id = $1 LIMIT 1', [writer.id]);
    if (result.rows.length > 0) names.push(writer.name);
  }
  return names;
}
