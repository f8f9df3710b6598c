import type { Pool } from 'pg';

export async function discard(pool: Pool, bookIds: number[]) {
  for (const id of bookIds) {
    await pool.query('DELETE FROM books WHERE id = $1', [id]);
  }
}
