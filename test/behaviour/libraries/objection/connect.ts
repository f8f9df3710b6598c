import knex from 'knex';
import { Model } from 'objection';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect(connection: Address) {
  const database = knex({ client: 'pg', connection, pool: { min: 0, max: 1 } });
  Model.knex(database);
  return { session: () => [], close: () => database.destroy() };
}
