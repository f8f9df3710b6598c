import { defineLibrary, type Operation } from './library.js';
import { closedAtOnce, inert, over } from './operations.js';

const { read, write } = over('database');

// In the process and on the calling thread: microseconds per call, and nothing else runs meanwhile.
const synchronous = { synchronous: true, batch: 'one statement with `IN` or `json_each(?)`' } satisfies Partial<Operation>;
const classes = { DatabaseSync: { type: 'databaseClass' }, StatementSync: { type: 'statementClass' } } as const;

export const nodeSqlite = defineLibrary({
  id: 'node-sqlite',
  label: 'node:sqlite',
  packages: ['node:sqlite'],
  typings: { package: '@types/node', version: '26.6.6' },
  exports: { ...classes, default: { type: 'module' }, '*': { type: 'module' }, ...inert('backup constants') },
  declared: { DatabaseSync: 'database', StatementSync: 'statement', SQLTagStore: 'tagStore' },
  maxParameters: 32_766, // SQLITE_MAX_VARIABLE_NUMBER since SQLite 3.32 (https://sqlite.org/limits.html).
  types: {
    module: { members: { ...classes, ...inert('backup constants') } },
    databaseClass: { construct: { returns: 'database', acquires: closedAtOnce('database handle', 'close') } },
    statementClass: {},
    database: {
      members: {
        // Compiles the SQL: hoist it out of a loop.
        prepare: { returns: 'statement' },
        exec: write('none', synchronous),
        createTagStore: { returns: 'tagStore' },
        ...inert('open close location function aggregate createSession applyChangeset enableLoadExtension loadExtension setAuthorizer isOpen isTransaction'),
      },
    },
    statement: {
      members: {
        get: read('one', synchronous),
        all: read('sql', synchronous),
        run: write('none', synchronous),
        iterate: read('page', synchronous),
        ...inert('columns setAllowBareNamedParameters setAllowUnknownNamedParameters setReadBigInts setReturnArrays sourceSQL expandedSQL'),
      },
    },
    tagStore: { members: { get: read('one', synchronous), all: read('sql', synchronous), run: write('none', synchronous), iterate: read('page', synchronous), ...inert('clear size capacity db') } },
  },
});
