import type { Dialect } from './batch-query.js';
import { drizzle } from './drizzle.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { mikroOrm } from './mikro-orm.js';
import { mongoose } from './mongoose.js';
import { objection } from './objection.js';
import { pg } from './pg.js';
import { prisma } from './prisma.js';
import { redisDialect } from './redis.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** By the id of the library's table. */
export const dialects: Readonly<Record<string, Dialect>> = {
  drizzle, knex, kysely, 'mikro-orm': mikroOrm, mongoose, objection, pg, prisma, sequelize, typeorm,
  ioredis: redisDialect({ get: 'get', mget: 'mget', del: 'del' }),
  redis: redisDialect({ get: 'get', mget: 'mGet', del: 'del' }),
};
