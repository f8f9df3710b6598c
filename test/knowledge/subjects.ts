export interface Subject {
  /** Specifiers whose exports together are the library's. */
  readonly modules: readonly string[];
  /** Names that the pinned version does not have, ` | ` between them, with the reason they stay in the table. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** By the id of the table. Tables of the platform are checked elsewhere. */
export const subjects: Readonly<Record<string, Subject>> = {
  'better-sqlite3': { modules: ['better-sqlite3'] },
  bullmq: { modules: ['bullmq'] },
  dataloader: { modules: ['dataloader'] },
  drizzle: {
    modules: [
      'drizzle-orm/node-postgres', 'drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/mysql-core', 'drizzle-orm/sqlite-core', 'drizzle-orm/postgres-js', 'drizzle-orm/mysql2',
      'drizzle-orm/better-sqlite3', 'drizzle-orm/libsql', 'drizzle-orm/d1', 'drizzle-orm/neon-http', 'drizzle-orm/neon-serverless', 'drizzle-orm/vercel-postgres', 'drizzle-orm/pglite',
      'drizzle-orm/planetscale-serverless', 'drizzle-orm/bun-sql', 'drizzle-orm/pg-core/query-builders/query', 'drizzle-orm/mysql-core/query-builders/query', 'drizzle-orm/sqlite-core/query-builders/query',
    ],
  },
  'drizzle-sqlite': {
    modules: [
      'drizzle-orm/node-postgres', 'drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/mysql-core', 'drizzle-orm/sqlite-core', 'drizzle-orm/postgres-js', 'drizzle-orm/mysql2',
      'drizzle-orm/better-sqlite3', 'drizzle-orm/libsql', 'drizzle-orm/d1', 'drizzle-orm/neon-http', 'drizzle-orm/neon-serverless', 'drizzle-orm/vercel-postgres', 'drizzle-orm/pglite',
      'drizzle-orm/planetscale-serverless', 'drizzle-orm/bun-sql', 'drizzle-orm/pg-core/query-builders/query', 'drizzle-orm/mysql-core/query-builders/query', 'drizzle-orm/sqlite-core/query-builders/query',
    ],
  },
  dynamodb: { modules: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'] },
  elasticsearch: { modules: ['@elastic/elasticsearch'] },
  firestore: {
    modules: ['firebase-admin/firestore', '@google-cloud/firestore', 'firebase-admin'],
    elsewhere: { 'export firestore | module.firestore': 'the namespaces of firebase-admin, up to version 13' },
  },
  'firestore-web': { modules: ['@firebase/firestore'] },
  ioredis: {
    modules: ['ioredis'],
    elsewhere: { 'clientClass.Redis': 'the class is the CommonJS module and has itself as a property (built/index.js), which the typings leave out' },
  },
  knex: { modules: ['knex'] },
  kysely: { modules: ['kysely'] },
  'mikro-orm': {
    modules: ['@mikro-orm/postgresql', '@mikro-orm/nestjs'],
    elsewhere: {
      'ormClass.initSync | manager.persistAndFlush | manager.removeAndFlush | manager.getKnex | queryBuilder.getKnexQuery': 'up to MikroORM 6',
      'repository.flush | repository.persistAndFlush | repository.removeAndFlush': 'up to MikroORM 5, where most projects learnt them',
      'manager.aggregate': 'of @mikro-orm/mongodb',
    },
  },
  mongodb: { modules: ['mongodb'] },
  mongoose: {
    modules: ['mongoose', '@nestjs/mongoose'],
    elsewhere: { 'modelClass.findOneAndRemove | modelClass.findByIdAndRemove': 'up to Mongoose 7', 'type QueryCursor': 'renamed Cursor' },
  },
  mysql2: { modules: ['mysql2', 'mysql2/promise'] },
  'node-sqlite': { modules: ['node:sqlite'] },
  objection: { modules: ['objection'] },
  pg: { modules: ['pg'] },
  postgres: { modules: ['postgres'] },
  prisma: {
    modules: ['./prisma-client/client'],
    elsewhere: {
      'client.$queryRawTyped': 'generated for schemas with the preview feature typedSql',
      'client.$runCommandRaw | model.findRaw | model.aggregateRaw': 'generated for MongoDB, up to Prisma 6',
      'client.$use': 'up to Prisma 6.13',
    },
  },
  redis: { modules: ['redis'] },
  sequelize: {
    modules: ['sequelize', 'sequelize-typescript'],
    elsewhere: {
      'modelClass.unscoped': 'returns the class it is called on, which the typings declare by its constructor only',
      'sequelize.import': "a model's file by its path, up to version 5",
    },
  },
  slonik: { modules: ['slonik'] },
  supabase: {
    modules: ['@supabase/supabase-js', '@supabase/postgrest-js'],
    elsewhere: { 'export createServerClient | export createBrowserClient': 'of @supabase/ssr' },
  },
  typeorm: {
    modules: ['typeorm', '@nestjs/typeorm'],
    elsewhere: {
      'export createConnection | export getConnection | export getManager | export getRepository | export getTreeRepository | export getMongoRepository': 'global functions up to TypeORM 0.3',
      'export getCustomRepository | export AbstractRepository | dataSource.getCustomRepository | manager.getCustomRepository': 'custom repositories up to TypeORM 0.3',
      'type Connection | dataSource.connect | dataSource.close | dataSource.isConnected': 'what a data source was up to TypeORM 0.3',
      'type SoftDeleteQueryBuilder': 'declared, but exported only from typeorm/query-builder',
      'manager.findOneById | repository.findOneById | activeRecord.findOneById | manager.exist | repository.exist | activeRecord.exist | activeRecord.findByIds': 'up to TypeORM 0.3',
      'insertBuilder.onConflict': 'up to TypeORM 0.3',
    },
  },
};
