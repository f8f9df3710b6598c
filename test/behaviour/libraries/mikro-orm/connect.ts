import { MikroORM } from '@mikro-orm/postgresql';
import { Author, Book, Country, Review } from './schema.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect({ host, port, user, password, database }: Address) {
  const orm = await MikroORM.init({ entities: [Author, Book, Country, Review], host, port, user, password, dbName: database, pool: { min: 0, max: 1 } });
  return { session: () => [orm.em.fork()], close: () => orm.close() };
}
