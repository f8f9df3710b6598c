import { Sequelize } from 'sequelize';
import { defineModels } from './schema.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect({ host, port, user, password, database }: Address) {
  const sequelize = new Sequelize({ dialect: 'postgres', host, port, username: user, password, database, logging: false, pool: { max: 1 } });
  defineModels(sequelize);
  await sequelize.authenticate();
  return { session: () => [], close: () => sequelize.close() };
}
