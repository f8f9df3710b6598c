import { defineLibrary, type Member } from './library.js';
import { declares, members } from './members.js';
import { chain, connection, inert, over, pooled } from './operations.js';

const { read } = over('database');

// A tagged template is a query when awaited, and a fragment when put into another one.
const query = read('sql', { lazy: true, batch: '`in` with `sql(keys)`, or `insert into` with `sql(rows)`' }, { returns: 'query' });
const transaction: Member = { callbacks: [{ argument: -1, parameters: ['transaction'], runs: 'once', transaction: true }] };

export const postgres = defineLibrary({
  id: 'postgres',
  label: 'Postgres.js',
  packages: ['postgres'],
  typings: { package: 'postgres', version: '3.4.9' },
  exports: { default: { type: 'factory' }, '*': { type: 'factory' } },
  declared: {
    Sql: 'sql',
    'postgres.Sql': 'sql',
    ...declares('TransactionSql postgres.TransactionSql', 'transaction'),
    ...declares('ReservedSql postgres.ReservedSql', 'reserved'),
    ...declares('PendingQuery postgres.PendingQuery', 'query'),
  },
  maxParameters: 65_534, // The client refuses more (MAX_PARAMETERS_EXCEEDED in connection.js). An array is one parameter.
  // Queries of one connection are pipelined (README, "Transactions": an array of queries from `begin`).
  contention: { outcome: 'supported', source: 'https://github.com/porsager/postgres#transactions' },
  types: {
    factory: { call: { returns: 'sql', acquires: connection('database connection pool', 'end') } },
    sql: {
      call: query,
      members: {
        unsafe: query,
        file: query,
        begin: transaction,
        reserve: { returns: 'reserved', acquires: pooled('reserved connection', 'release') },
        listen: { acquires: { resource: 'notification listener', kind: 'subscription', release: { methods: ['unlisten'] } } },
        subscribe: { acquires: { resource: 'replication subscription', kind: 'subscription', release: { methods: ['unsubscribe'] } } },
        notify: over('database').write('none'),
        ...inert('end array json typed types options parameters largeObject PostgresError CLOSE END'),
      },
    },
    transaction: { extends: 'sql', call: query, serial: true, members: { savepoint: transaction, prepare: {} } },
    reserved: { extends: 'sql', call: query, serial: true, members: inert('release') },
    query: {
      members: {
        ...chain('simple raw values'),
        execute: { executes: true },
        ...members('cursor stream forEach', read('page')),
        ...inert('describe cancel readable writable'),
      },
      awaited: read('sql'),
    },
  },
});
