import { defineLibrary, type ApiType, type Contention } from './library.js';
import { declares } from './members.js';
import { chain, inert, over } from './operations.js';

const { read, write } = over('database');

const lazy = { lazy: true };
const inArray = { batch: '`inArray`' };
const rows = read('many', { bound: { chain: ['limit'] }, filterChain: ['where', 'innerJoin'], ...inArray }).operation;
const change = { filterChain: ['where'], batch: '`inArray` in `where`' };
const insert = { acceptsMany: true, batch: '`values([...])`' };

const joins = 'leftJoin rightJoin innerJoin fullJoin';
/** How every builder ends: on its own, prepared for later, or in the words of the SQLite drivers. */
const terminals = {
  ...Object.fromEntries(['execute', 'all', 'get', 'run', 'values'].map((name) => [name, { executes: true }])),
  ...inert('toSQL getSQL'),
  prepare: { returns: 'prepared' },
} as const;

/** A database and its transactions over a driver that treats queries on one connection in its own way. */
function overDriver(name: string, contention: Contention): Readonly<Record<string, ApiType>> {
  const transaction = { callbacks: [{ argument: 0, parameters: [`${name}Transaction`], runs: 'once', transaction: true }] } as const;
  return {
    [`${name}Database`]: { extends: 'database', members: { transaction } },
    [`${name}Transaction`]: { extends: 'transaction', contention, members: { transaction } },
  };
}

/** Those that run in the process have a table of their own. */
const sqliteDrivers = ['libsql', 'd1', 'expo-sqlite', 'op-sqlite', 'sql-js', 'durable-sqlite'];
const starts = (database: string) => ({ drizzle: { returns: database } });

export const drizzle = defineLibrary({
  id: 'drizzle',
  label: 'Drizzle',
  packages: [
    'drizzle-orm', 'drizzle-orm/node-postgres', 'drizzle-orm/postgres-js', 'drizzle-orm/mysql2', 'drizzle-orm/libsql', 'drizzle-orm/d1',
    'drizzle-orm/neon-http', 'drizzle-orm/neon-serverless', 'drizzle-orm/pg-core', 'drizzle-orm/mysql-core', 'drizzle-orm/sqlite-core', /^drizzle-orm\//,
  ],
  typings: { package: 'drizzle-orm', version: '0.45.4' },
  exports: {
    drizzle: { returns: 'database' },
    ...inert('sql eq ne gt gte lt lte and or not inArray notInArray exists isNull isNotNull like ilike desc asc relations count sum'),
  },
  exportsOf: {
    'drizzle-orm/node-postgres': starts('nodePgDatabase'),
    'drizzle-orm/postgres-js': starts('postgresJsDatabase'),
    ...Object.fromEntries(sqliteDrivers.map((driver) => [`drizzle-orm/${driver}`, starts('sqliteDatabase')])),
  },
  declared: {
    ...declares('PgDatabase MySqlDatabase MySql2Database NeonHttpDatabase NeonDatabase VercelPgDatabase PgliteDatabase PlanetScaleDatabase BunSQLDatabase', 'database'),
    ...declares('BaseSQLiteDatabase BetterSQLite3Database LibSQLDatabase DrizzleD1Database', 'sqliteDatabase'),
    NodePgDatabase: 'nodePgDatabase',
    PostgresJsDatabase: 'postgresJsDatabase',
    ...declares('PgTransaction MySqlTransaction MySql2Transaction', 'transaction'),
    ...declares('SQLiteTransaction LibSQLTransaction BetterSQLiteTransaction', 'sqliteTransaction'),
    NodePgTransaction: 'nodePgTransaction',
    PostgresJsTransaction: 'postgresJsTransaction',
    ...declares('RelationalQueryBuilder', 'relation'),
    ...declares('PgSelectBase MySqlSelectBase SQLiteSelectBase PgSelect MySqlSelect SQLiteSelect', 'select'),
    ...declares('PgInsertBase MySqlInsertBase SQLiteInsertBase PgInsertBuilder MySqlInsertBuilder SQLiteInsertBuilder', 'insert'),
    ...declares('PgUpdateBase MySqlUpdateBase SQLiteUpdateBase PgUpdateBuilder MySqlUpdateBuilder SQLiteUpdateBuilder', 'update'),
    ...declares('PgDeleteBase MySqlDeleteBase SQLiteDeleteBase', 'delete'),
  },
  maxParameters: 32_766, // The smallest of its databases: SQLite's SQLITE_MAX_VARIABLE_NUMBER since 3.32 (PostgreSQL 65,535: a 16-bit count in Bind).
  contention: { outcome: 'queued', afterRollback: 'committed', source: 'https://github.com/drizzle-team/drizzle-orm/issues/5814' },
  types: {
    // The driver decides: node-postgres queues, Postgres.js pipelines, SQLite runs in the process or behind one file.
    ...overDriver('nodePg', { outcome: 'deprecated', driver: 'node-postgres', afterRollback: 'committed', source: 'https://github.com/drizzle-team/drizzle-orm/issues/5814' }),
    ...overDriver('postgresJs', { outcome: 'supported', source: 'https://github.com/porsager/postgres#transactions' }),
    ...overDriver('sqlite', { outcome: 'supported', source: 'https://sqlite.org/threadsafe.html' }),
    database: {
      members: {
        query: { type: 'relations' },
        select: { returns: 'select' },
        selectDistinct: { returns: 'select' },
        selectDistinctOn: { returns: 'select' },
        insert: { returns: 'insert' },
        update: { returns: 'update' },
        delete: { returns: 'delete' },
        with: { returns: 'database' },
        execute: read('sql', lazy),
        all: read('sql', lazy),
        get: read('one', lazy),
        values: read('sql', lazy),
        run: write('none', lazy),
        $count: read('count', { ...lazy, filter: { argument: 1, property: '' }, batch: '`groupBy` with `count()`' }),
        transaction: { callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }] },
        // One round trip for all (D1, Neon over HTTP, libSQL).
        batch: { batches: 0, operation: { channel: 'database', effect: 'read-write', rows: 'none', acceptsMany: true } },
        refreshMaterializedView: write('none', lazy),
        ...inert('$with $client $cache'),
      },
    },
    transaction: { extends: 'database', serial: true, members: inert('rollback setTransaction') },
    relations: { anyMember: { type: 'relation' } },
    relation: {
      entity: 'member',
      members: {
        findFirst: read('one', { ...lazy, filter: { argument: 0, property: 'where' }, batch: '`findMany` with `inArray`' }, { returns: 'relationQuery' }),
        findMany: read('many', { ...lazy, filter: { argument: 0, property: 'where' }, bound: { options: ['limit'], argument: 0 }, batch: '`inArray`, or `with`' }, { returns: 'relationQuery' }),
      },
    },
    relationQuery: { members: { execute: { executes: true }, sync: { executes: true }, prepare: terminals.prepare, toSQL: {} }, awaited: {} },
    select: {
      entity: 'argument',
      members: {
        ...chain(`from where having groupBy orderBy limit offset for ${joins} crossJoin leftJoinLateral innerJoinLateral crossJoinLateral union unionAll intersect intersectAll except exceptAll $dynamic $withCache`),
        ...terminals,
        get: read('one', { filterChain: ['where'], ...inArray }),
        as: {},
        iterator: read('page'),
      },
      awaited: { operation: rows },
    },
    insert: {
      entity: 'argument',
      members: {
        ...chain('onConflictDoNothing onConflictDoUpdate onDuplicateKeyUpdate returning $returningId $dynamic overridingSystemValue ignore'),
        ...terminals,
        values: write('none', { ...insert, ...lazy }, { returns: 'self' }),
        select: write('none', lazy, { returns: 'self' }),
      },
      awaited: write('none', insert),
    },
    update: {
      entity: 'argument',
      members: { ...chain(`set from where returning orderBy limit $dynamic ${joins}`), ...terminals },
      awaited: write('none', { ...change, sameValues: { chain: ['set'] } }),
    },
    delete: {
      entity: 'argument',
      members: { ...chain('where returning orderBy limit $dynamic'), ...terminals },
      awaited: write('none', change),
    },
    prepared: {
      members: {
        execute: read('sql'),
        all: read('sql'),
        get: read('one'),
        values: read('sql'),
        run: write('none'),
        iterator: read('page'),
      },
    },
  },
  shapes: [
    {
      receiver: /^(?:db|database|tx|trx|drizzle|dbClient|dbRead|dbWrite)$/,
      type: 'database',
      // `db.query.users.findMany()`; on a Prisma client the same names fail one step later, at the model.
      members: ['findFirst', 'findMany', 'selectDistinct', 'selectDistinctOn', '$count', 'refreshMaterializedView'],
    },
  ],
});
