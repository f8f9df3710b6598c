import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import * as schema from './schema.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect(address: Address) {
  const pool = new Pool({ ...address, max: 1 });
  const db = drizzle(pool, { schema });
  return { session: () => [db], close: () => pool.end() };
}
