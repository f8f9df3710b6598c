import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Database } from './schema.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect(address: Address) {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new Pool({ ...address, max: 1 }) }) });
  return { session: () => [db], close: () => db.destroy() };
}
