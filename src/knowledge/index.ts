import type { Library } from './library.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { bullmq } from './bullmq.js';
import { dataloader } from './dataloader.js';
import { drizzle } from './drizzle.js';
import { dynamodb } from './dynamodb.js';
import { elasticsearch } from './elasticsearch.js';
import { firestore } from './firestore.js';
import { firestoreWeb } from './firestore-web.js';
import { ioredis } from './ioredis.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { mikroOrm } from './mikro-orm.js';
import { mongodb } from './mongodb.js';
import { mongoose } from './mongoose.js';
import { mysql2 } from './mysql2.js';
import { nodeSqlite } from './node-sqlite.js';
import { objection } from './objection.js';
import { pg } from './pg.js';
import { postgres } from './postgres.js';
import { prisma } from './prisma.js';
import { redis } from './redis.js';
import { sequelize } from './sequelize.js';
import { slonik } from './slonik.js';
import { supabase } from './supabase.js';
import { typeorm } from './typeorm.js';

/** Every table, one line each, in alphabetical order. */
export const libraries: readonly Library[] = [
  betterSqlite3,
  bullmq,
  dataloader,
  drizzle,
  dynamodb,
  elasticsearch,
  firestore,
  firestoreWeb,
  ioredis,
  knex,
  kysely,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  nodeSqlite,
  objection,
  pg,
  postgres,
  prisma,
  redis,
  sequelize,
  slonik,
  supabase,
  typeorm,
];
