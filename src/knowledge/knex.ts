import { defineLibrary, type Member } from './library.js';
import { declares, members } from './members.js';
import { connection, inert, over, pooled } from './operations.js';

const { read, write, readWrite } = over('database');

const lazy = { lazy: true };
const builder = { returns: 'builder' } as const;
const where = ['where', 'whereIn', 'andWhere', 'whereRaw', 'whereNull', 'whereNot', 'whereBetween', 'whereExists', 'join', 'innerJoin'];
const whereIn = { batch: '`whereIn`' };
const rows = { bound: { chain: ['limit', 'first'] }, filterChain: where, ...whereIn };
const counted = { filterChain: where, batch: '`groupBy` over all keys', ...lazy };
const insert = { acceptsMany: true, batch: '`insert([...])` or `batchInsert`', ...lazy };
const change = { filterChain: where, batch: '`whereIn`', ...lazy };

/** Both `knex` itself and every query it starts answer to these. */
const queryMembers: Record<string, Member> = {
  ...members(`select columns column distinct distinctOn from into table with withRecursive withMaterialized withNotMaterialized withSchema as hintComment comment
    join joinRaw innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin using
    where andWhere orWhere whereNot andWhereNot orWhereNot whereRaw andWhereRaw orWhereRaw whereExists orWhereExists whereNotExists orWhereNotExists
    whereIn orWhereIn whereNotIn orWhereNotIn whereNull orWhereNull whereNotNull orWhereNotNull whereBetween orWhereBetween andWhereBetween
    whereNotBetween orWhereNotBetween andWhereNotBetween  whereLike andWhereLike orWhereLike whereILike andWhereILike orWhereILike
    whereJsonObject whereJsonPath whereJsonSupersetOf whereJsonSubsetOf
    groupBy groupByRaw orderBy orderByRaw having havingRaw havingIn havingNull havingNotNull havingBetween union unionAll intersect except
    limit offset clearSelect clearWhere clearOrder clearGroup clearHaving clearCounters clear jsonExtract jsonSet jsonInsert jsonRemove
    fromRaw rank denseRank rowNumber partitionBy`, builder),
  first: read('one', { filterChain: where, ...whereIn, ...lazy }, builder),
  pluck: read('many', { ...rows, ...lazy }, builder),
  ...members('count countDistinct min max sum sumDistinct avg avgDistinct', read('count', counted, builder)),
  insert: write('none', insert, builder),
  upsert: readWrite('none', insert, builder),
  update: write('none', { ...change, sameValues: { chain: ['update'] } }, builder),
  increment: write('none', change, builder),
  decrement: write('none', change, builder),
  delete: write('none', change, builder),
  del: write('none', change, builder),
  truncate: write('none', lazy, builder),
};

const ddl = write('none', { ordered: true, definition: true, ...lazy }, { returns: 'schema' });

export const knex = defineLibrary({
  id: 'knex',
  label: 'Knex',
  packages: ['knex'],
  typings: { package: 'knex', version: '3.3.0' },
  exports: {
    default: { type: 'factory' },
    '*': { type: 'factory' },
    knex: { type: 'factory' },
    Knex: { type: 'factory' },
  },
  declared: {
    Knex: 'knex',
    ...declares('Knex.Transaction Transaction', 'transaction'),
    ...declares('Knex.QueryBuilder QueryBuilder', 'builder'),
    ...declares('Knex.Raw Raw', 'raw'),
    'Knex.SchemaBuilder': 'schema',
  },
  serialCalls: { transacting: 0 },
  contention: { outcome: 'queued', afterRollback: 'refused', source: 'https://knexjs.org/guide/transactions.html' },
  maxParameters: 2_098, // The smallest of its databases: SQL Server takes 2,100 per call, and sp_executesql needs two of them.
  types: {
    factory: {
      call: { returns: 'knex', acquires: connection('database connection pool', 'destroy') },
      members: { ...inert('QueryBuilder TableBuilder ViewBuilder SchemaBuilder ColumnBuilder Client'), knex: { type: 'factory' }, default: { type: 'factory' } },
    },
    knex: {
      call: builder,
      entity: 'argument',
      members: {
        ...queryMembers,
        queryBuilder: builder,
        raw: read('sql', lazy, { returns: 'raw' }),
        batchInsert: write('none', { acceptsMany: true, ...lazy }, { returns: 'batchInsert' }),
        transaction: {
          returns: 'transaction',
          callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }],
          acquires: { ...pooled('transaction', 'commit', 'rollback'), unlessCallback: true },
        },
        schema: { type: 'schema' },
        ...inert('destroy initialize ref fn client migrate seed on isTransaction transactionProvider withUserParams'),
      },
    },
    transaction: { extends: 'knex', call: builder, serial: true, entity: 'argument', members: inert('commit rollback savepoint isCompleted executionPromise') },
    builder: {
      members: {
        ...queryMembers,
        ...members(`returning onConflict ignore merge transacting connection timeout options debug modify queryContext clone on forUpdate forShare skipLocked noWait`, { returns: 'self' }),
        stream: read('page', { filterChain: where }),
        pipe: read('page', { filterChain: where }),
        asCallback: { executes: true },
        ...inert('toSQL toQuery'),
      },
      awaited: read('many', rows),
    },
    raw: { members: { ...members('wrap transacting timeout options on queryContext', { returns: 'self' }), ...inert('toSQL toQuery') }, awaited: read('sql') },
    batchInsert: { members: members('returning transacting', { returns: 'self' }), awaited: write('none', { acceptsMany: true }) },
    schema: {
      members: {
        ...members('createTable createTableIfNotExists createTableLike alterTable table dropTable dropTableIfExists raw createSchema createSchemaIfNotExists dropSchema dropSchemaIfExists createView createViewOrReplace createMaterializedView dropView dropViewIfExists dropMaterializedView refreshMaterializedView alterView', ddl),
        renameTable: write('none', { ordered: true, ...lazy }),
        hasTable: read('count', lazy),
        hasColumn: read('count', lazy),
        withSchema: { returns: 'self' },
      },
      awaited: {},
    },
  },
  shapes: [
    { receiver: /^(?:knex|db|trx|tx|database|connection)$/, type: 'knex', members: ['batchInsert', 'whereRaw', 'whereNotIn', 'queryBuilder', 'whereExists', 'fromRaw'] },
  ],
});
