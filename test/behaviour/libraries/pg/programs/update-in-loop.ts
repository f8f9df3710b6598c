import type { Pool } from 'pg';

export async function withdraw(pool: Pool, bookIds: number[]) {
  for (const id of bookIds) {
    await pool.query('UPDATE books SET in_print = false WHERE id = $1', [id]);
  }
}
