import { pool } from '../database';

/** Takes copies from the shelf for an order; refuses when there are not enough. */
export async function reserve(isbn: string, copies: number): Promise<boolean> {
  const client = await pool.connect();
  const { rows } = await client.query('SELECT copies FROM shelves WHERE isbn = $1 FOR UPDATE', [isbn]);
  if (rows.length === 0 || rows[0].copies < copies) return false;
  await client.query('UPDATE shelves SET copies = copies - $2 WHERE isbn = $1', [isbn, copies]);
  client.release();
  return true;
}

/** The same with a release on every path: `finally` runs whatever happens above it. */
export async function giveBack(isbn: string, copies: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('UPDATE shelves SET copies = copies + $2 WHERE isbn = $1', [isbn, copies]);
  } finally {
    client.release();
  }
}

/** Counts two shelves as one, so that nobody takes a copy between: both are locked until the books are moved. */
export async function mergeShelves(from: string, to: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const [source, target] = await Promise.all([
      client.query('SELECT copies FROM shelves WHERE isbn = $1 FOR UPDATE', [from]),
      client.query('SELECT copies FROM shelves WHERE isbn = $1 FOR UPDATE', [to]),
    ]);
    await client.query('UPDATE shelves SET copies = $2 WHERE isbn = $1', [to, source.rows[0].copies + target.rows[0].copies]);
    await client.query('COMMIT');
    return source.rows[0].copies + target.rows[0].copies;
  } finally {
    client.release();
  }
}
