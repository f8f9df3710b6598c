import { Pool } from 'pg';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect(address: Address) {
  const pool = new Pool({ ...address, max: 1 });
  return { session: () => [pool], close: () => pool.end() };
}
