import { DataSource } from 'typeorm';
import { Author, Book, Country, Review } from './schema.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect({ host, port, user, password, database }: Address) {
  const dataSource = new DataSource({ type: 'postgres', host, port, username: user, password, database, entities: [Author, Book, Country, Review], extra: { max: 1 } });
  await dataSource.initialize();
  return { session: () => [dataSource], close: () => dataSource.destroy() };
}
