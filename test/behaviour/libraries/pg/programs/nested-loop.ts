import type { Pool } from 'pg';

export async function stockShelves(pool: Pool, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const { rows } = await pool.query('SELECT title FROM books WHERE id = $1', [id]);
      titles.push(rows[0]?.title ?? null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
