import { defineLibrary, type Member } from './library.js';
import { declares } from './members.js';
import { connection, inert, over, pooled } from './operations.js';

const query: Member = over('database').read('sql', { batch: '`= ANY($1)`, or several rows in one `VALUES`' }, { returns: 'result' });
const classes = {
  Pool: { type: 'poolClass' },
  Client: { type: 'clientClass' },
} as const;

export const pg = defineLibrary({
  id: 'pg',
  label: 'node-postgres',
  packages: ['pg', 'pg-pool'],
  typings: { package: '@types/pg', version: '8.23.1' },
  exports: { ...classes, default: { type: 'module' }, '*': { type: 'module' }, native: { type: 'module' }, ...inert('types defaults escapeIdentifier escapeLiteral DatabaseError') },
  declared: {
    Pool: 'pool',
    Client: 'client',
    ...declares('PoolClient ClientBase', 'pooledClient'),
  },
  maxParameters: 65_535, // Bind counts its parameters in 16 bits (PostgreSQL: Frontend/Backend Protocol, Message Formats). An array is one parameter.
  // Refused from version 9 on, unless the client pipelines (lib/client.js: queryQueueLengthDeprecationNotice).
  contention: { outcome: 'deprecated', afterRollback: 'committed', source: 'https://github.com/brianc/node-postgres/pull/3603', unless: 'pipeline' },
  types: {
    module: { members: { ...classes, native: { type: 'module' }, ...inert('types defaults escapeIdentifier escapeLiteral') } },
    // `const Pool = require('pg-pool')` and `new Pool()` reach the same constructor.
    poolClass: { userClass: true, construct: { returns: 'pool', acquires: connection('database connection pool', 'end') } },
    clientClass: { userClass: true, construct: { returns: 'client', acquires: connection('database connection', 'end') } },
    pool: {
      members: {
        query,
        connect: {
          returns: 'pooledClient',
          callbacks: [{ argument: 0, parameters: [undefined, 'pooledClient'], runs: 'later' }],
          acquires: pooled('pooled connection', 'release'),
        },
        ...inert('end on once totalCount idleCount waitingCount'),
      },
    },
    // pg queues concurrent queries of one client today and refuses them in version 9.
    pooledClient: { serial: true, members: { query, ...inert('release connect on once removeListener escapeIdentifier escapeLiteral copyFrom copyTo pauseDrain resumeDrain') } },
    client: { extends: 'pooledClient', serial: true, members: inert('end user database port host') },
    result: { members: inert('rows rowCount fields command oid') },
  },
  shapes: [{ receiver: /^(?:pool|pgPool|pgClient|pgclient)$/, type: 'pool', members: ['query'] }],
});
