import { defineLibrary, type Member } from './library.js';
import { connection, inert, over, pooled } from './operations.js';

const { read, write } = over('database');

const statement: Member = read('sql', { batch: '`IN (?)`, or several rows in one `VALUES ?`' });
const step: Member = write('none', { ordered: true });
const starts = {
  createPool: { returns: 'pool', acquires: connection('database connection pool', 'end') },
  createPoolCluster: { returns: 'cluster', acquires: connection('database connection pool', 'end') },
  createConnection: { returns: 'connection', acquires: connection('database connection', 'end', 'destroy') },
} as const;
const getConnection: Member = {
  returns: 'pooledConnection',
  callbacks: [{ argument: -1, parameters: [undefined, 'pooledConnection'], runs: 'later' }],
  acquires: pooled('pooled connection', 'release', 'destroy'),
};

export const mysql2 = defineLibrary({
  id: 'mysql2',
  label: 'mysql2',
  packages: ['mysql2', 'mysql2/promise', 'mysql', 'promise-mysql'],
  typings: { package: 'mysql2', version: '3.24.6' },
  exports: { default: { type: 'module' }, '*': { type: 'module' }, ...starts, ...inert('format escape escapeId raw') },
  declared: {
    Pool: 'pool',
    PoolConnection: 'pooledConnection',
    Connection: 'connection',
    PoolCluster: 'cluster',
  },
  maxParameters: 65_535, // A prepared statement counts its parameters in 16 bits (MySQL: COM_STMT_PREPARE response). `query` escapes on the client and has no such limit.
  contention: { outcome: 'queued', afterRollback: 'committed', source: 'https://github.com/sidorares/node-mysql2/blob/master/lib/base/connection.js' },
  types: {
    module: { members: { ...starts, ...inert('format escape escapeId raw') } },
    pool: {
      members: {
        query: statement,
        execute: statement,
        getConnection,
        promise: { returns: 'pool' },
        ...inert('end on once releaseConnection escape escapeId format unprepare pool'),
      },
    },
    cluster: { members: { getConnection, of: { returns: 'namespace' }, ...inert('add remove end on') } },
    namespace: { members: { query: statement, execute: statement, getConnection } },
    connection: {
      serial: true,
      members: {
        query: statement,
        execute: statement,
        beginTransaction: step,
        commit: step,
        rollback: step,
        prepare: { returns: 'prepared' },
        promise: { returns: 'self' },
        ...inert('connect end destroy ping reset changeUser unprepare on once escape escapeId format pause resume threadId'),
      },
    },
    pooledConnection: { extends: 'connection', serial: true, members: inert('release') },
    prepared: { serial: true, members: { execute: statement, close: {} } },
  },
});
