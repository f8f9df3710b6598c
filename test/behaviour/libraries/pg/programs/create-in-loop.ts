import type { Pool } from 'pg';

export async function accept(pool: Pool, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await pool.query('INSERT INTO books (title, pages, author_id) VALUES ($1, $2, $3)', [manuscript.title, manuscript.pages, manuscript.authorId]);
  }
}
