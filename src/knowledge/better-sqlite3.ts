import { defineLibrary, type Member, type Operation } from './library.js';
import { chain, closedAtOnce, inert, over } from './operations.js';

const { read, write } = over('database');

// In the process and on the calling thread: microseconds per call, and nothing else runs meanwhile.
const synchronous = { synchronous: true, batch: 'one statement with `IN` or `json_each(?)`' } satisfies Partial<Operation>;
const iterate: Member = read('page', synchronous);

export const betterSqlite3 = defineLibrary({
  id: 'better-sqlite3',
  label: 'better-sqlite3',
  packages: ['better-sqlite3'],
  typings: { package: '@types/better-sqlite3', version: '9.6.0' },
  exports: { default: { type: 'databaseClass' }, '*': { type: 'databaseClass' } },
  declared: {
    Database: 'database',
    'Database.Database': 'database',
    'BetterSqlite3.Database': 'database',
    Statement: 'statement',
    'Database.Statement': 'statement',
    'BetterSqlite3.Statement': 'statement',
    'Database.Transaction': 'transactionFunction',
  },
  maxParameters: 32_766, // SQLITE_MAX_VARIABLE_NUMBER since SQLite 3.32 (https://sqlite.org/limits.html).
  types: {
    databaseClass: {
      construct: { returns: 'database', acquires: closedAtOnce('database handle', 'close') },
      call: { returns: 'database', acquires: closedAtOnce('database handle', 'close') },
    },
    database: {
      members: {
        // Compiles the SQL: hoist it out of a loop.
        prepare: { returns: 'statement' },
        exec: write('none', synchronous),
        pragma: read('sql', synchronous),
        transaction: { returns: 'transactionFunction', callbacks: [{ argument: 0, runs: 'later', transaction: true }] },
        ...inert('close backup serialize function aggregate table loadExtension defaultSafeIntegers unsafeMode open inTransaction name memory readonly'),
      },
    },
    statement: {
      members: {
        get: read('one', synchronous),
        all: read('sql', synchronous),
        run: write('none', synchronous),
        iterate,
        ...chain('pluck expand raw bind safeIntegers'),
        ...inert('columns source reader readonly busy database'),
      },
    },
    transactionFunction: { call: {}, members: { ...inert('default deferred immediate exclusive') } },
  },
});
