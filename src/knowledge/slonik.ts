import { defineLibrary, type Member } from './library.js';
import { declares, members } from './members.js';
import { connection, inert, over } from './operations.js';

const { read } = over('database');

const any = { batch: '`= ANY` with `sql.array`, or `sql.unnest`' };
const transaction: Member = { callbacks: [{ argument: 0, parameters: ['connection'], runs: 'once', transaction: true }] };

/** The name of a Slonik method says how many rows it takes; `sql` only builds the text. */
const queries: Readonly<Record<string, Member>> = {
  ...members('one maybeOne oneFirst maybeOneFirst', read('one', any)),
  ...members('many any manyFirst anyFirst query', read('sql', any)),
  exists: read('count', any),
};

export const slonik = defineLibrary({
  id: 'slonik',
  label: 'Slonik',
  packages: ['slonik', /^@[\w.-]+\/slonik$/], // Forks that organisations publish under their own name.
  typings: { package: 'slonik', version: '49.10.9' },
  exports: {
    createPool: { returns: 'pool', acquires: connection('database connection pool', 'end') },
    createSqlTag: { returns: 'tag' },
    sql: { type: 'tag' },
  },
  declared: {
    DatabasePool: 'pool',
    ...declares('DatabaseConnection CommonQueryMethods', 'queries'),
    ...declares('DatabasePoolConnection DatabaseTransactionConnection', 'connection'),
  },
  maxParameters: 65_535, // Bind counts its parameters in 16 bits (PostgreSQL: Frontend/Backend Protocol). An array is one parameter.
  contention: { outcome: 'queued', source: 'https://github.com/gajus/slonik/issues/357' },
  types: {
    tag: {
      members: inert('unsafe fragment type typeAlias array unnest join identifier json jsonb date timestamp interval binary literalValue prepared'),
    },
    queries: { members: { ...queries, transaction, stream: read('page') } },
    pool: {
      extends: 'queries',
      members: { connect: { callbacks: [{ argument: 0, parameters: ['connection'], runs: 'once', transaction: true }] }, ...inert('end configuration state on off once') },
    },
    connection: { extends: 'queries', serial: true },
  },
  shapes: [{ receiver: /^(?:pool|connection|transaction|tx|trx)$/, type: 'pool', members: ['maybeOne', 'maybeOneFirst', 'oneFirst', 'manyFirst', 'anyFirst'] }],
});
