import type { BatchRead, Dialect, QueryInLoop } from './batch-query.js';
import { drizzle } from './drizzle.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { mikroOrm } from './mikro-orm.js';
import { mongoose } from './mongoose.js';
import { mysql2 } from './mysql2.js';
import { objection } from './objection.js';
import { pg } from './pg.js';
import { prisma } from './prisma.js';
import { redisDialect } from './redis.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** By the id of the library's table. */
export const dialects: Readonly<Record<string, Dialect>> = {
  drizzle, knex, kysely, 'mikro-orm': mikroOrm, mongoose, mysql2, objection, pg, prisma, sequelize, typeorm,
  ioredis: redisDialect({ get: 'get', mget: 'mget', del: 'del' }),
  redis: redisDialect({ get: 'get', mget: 'mGet', del: 'del' }),
};

/** A read as the dialect of its library takes it apart. Refused where keys are null and rows without a value are meant. */
export function readOf(query: QueryInLoop): BatchRead | undefined {
  const dialect = dialects[query.use.library.id];
  const read = dialect?.read?.(query);
  // The one row with a key has one, and what belongs to a row is asked for by its primary key.
  if (!read || !dialect?.nullFindsRows || read.answers === 'row' || read.keyPart !== undefined) return read;
  const kinds = query.facts.oracle?.kindsOf(read.key);
  if (kinds?.has('null') || kinds?.has('undefined')) return undefined;
  return kinds ? read : { ...read, differs: [...(read.differs ?? []), 'a key that is null finds no rows, where it found those without a value'] };
}
