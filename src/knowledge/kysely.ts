import { defineLibrary, type Member, type Operation } from './library.js';
import { declares, members } from './members.js';
import { chain, connection, inert, over, pooled } from './operations.js';

const { read, write } = over('database');

const filterChain = ['where', 'whereRef', 'innerJoin', 'having'];
const inList = { batch: "`where(column, 'in', keys)`" };
const first = read('one', { filterChain, ...inList });
const common = '$if $call modifyEnd';
const typed = `${common} $castTo $narrowType $assertType withPlugin`;
const joins = 'innerJoin leftJoin rightJoin fullJoin';

/** A builder does nothing until one of these is called; it is no promise. */
const writeTerminals = (batch: string, sameValues?: Operation['sameValues']): Record<string, Member> => ({
  ...members('execute executeTakeFirst executeTakeFirstOrThrow', write('none', { filterChain, batch, ...(sameValues ? { sameValues } : {}) })),
  ...inert('compile toOperationNode'),
});

const tables = {
  selectFrom: { returns: 'select' },
  selectNoFrom: { returns: 'select' },
  insertInto: { returns: 'insert' },
  replaceInto: { returns: 'insert' },
  updateTable: { returns: 'update' },
  deleteFrom: { returns: 'delete' },
  mergeInto: { returns: 'merge' },
  ...chain('with withRecursive withSchema withPlugin withoutPlugins withTables'),
} as const;

export const kysely = defineLibrary({
  id: 'kysely',
  label: 'Kysely',
  packages: ['kysely'],
  typings: { package: 'kysely', version: '0.29.9' },
  exports: {
    Kysely: { type: 'databaseClass' },
    sql: { type: 'sqlTag' },
    ...inert('expressionBuilder CamelCasePlugin PostgresDialect MysqlDialect SqliteDialect MssqlDialect'),
  },
  declared: {
    Kysely: 'database',
    ...declares('Transaction ControlledTransaction', 'transaction'),
    QueryCreator: 'database',
    SelectQueryBuilder: 'select',
    InsertQueryBuilder: 'insert',
    UpdateQueryBuilder: 'update',
    DeleteQueryBuilder: 'delete',
    MergeQueryBuilder: 'merge',
    RawBuilder: 'raw',
    Sql: 'sqlTag',
  },
  contention: { outcome: 'queued', afterRollback: 'committed', source: 'https://github.com/kysely-org/kysely/issues/1711' },
  maxParameters: 2_098, // The smallest of its databases: SQL Server takes 2,100 per call, and sp_executesql needs two of them.
  types: {
    databaseClass: { construct: { returns: 'database', acquires: connection('database connection pool', 'destroy') } },
    database: {
      members: {
        ...tables,
        transaction: { returns: 'transactionBuilder' },
        startTransaction: { returns: 'controlledBuilder' },
        connection: { returns: 'connectionBuilder' },
        executeQuery: read('sql'),
        ...inert('schema introspection dynamic fn case destroy isTransaction getExecutor'),
      },
    },
    transaction: { extends: 'database', serial: true, members: { ...inert('commit rollback savepoint rollbackToSavepoint releaseSavepoint') } },
    transactionBuilder: {
      members: {
        ...chain('setIsolationLevel setAccessMode'),
        execute: { callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }] },
      },
    },
    controlledBuilder: {
      members: { ...chain('setIsolationLevel setAccessMode'), execute: { returns: 'transaction', acquires: pooled('transaction', 'commit', 'rollback') } },
    },
    connectionBuilder: { members: { execute: { callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }] } } },
    select: {
      entity: 'argument',
      members: {
        ...chain(`select selectAll distinct distinctOn where whereRef having havingRef groupBy orderBy limit offset fetch top
          ${joins} crossJoin innerJoinLateral leftJoinLateral crossJoinLateral crossApply outerApply union unionAll intersect intersectAll except exceptAll forUpdate forShare forKeyShare forNoKeyUpdate skipLocked noWait as $asTuple modifyFront clearSelect clearWhere clearOrderBy clearLimit clearOffset clearGroupBy ${typed}`),
        // `fetch` and `top` are how Oracle, SQL Server and the standard write a limit.
        execute: read('many', { filterChain, bound: { chain: ['limit', 'fetch', 'top'] }, ...inList }),
        // The first row is handed over, the others are read and thrown away: only SQL with a limit or a unique key is cheap.
        executeTakeFirst: first,
        executeTakeFirstOrThrow: first,
        stream: read('page', { filterChain }),
        ...inert('compile toOperationNode explain'),
      },
    },
    insert: {
      entity: 'argument',
      members: {
        ...chain(`columns expression ignore orIgnore orAbort orFail orReplace orRollback onConflict onDuplicateKeyUpdate
          defaultValues top output outputAll returning returningAll clearReturning ${typed}`),
        values: { returns: 'self' },
        ...writeTerminals('`values([...])`'),
      },
    },
    update: {
      entity: 'argument',
      members: { ...chain(`set where whereRef from limit orderBy top output outputAll returning returningAll clearReturning clearWhere ${joins} ${typed}`), ...writeTerminals("`where(column, 'in', keys)`, where every row gets the same data", { chain: ['set'] }) },
    },
    delete: {
      entity: 'argument',
      members: { ...chain(`where whereRef using limit orderBy top output outputAll returning returningAll clearReturning clearWhere ${joins} ${typed}`), ...writeTerminals("`where(column, 'in', keys)`") },
    },
    merge: {
      entity: 'argument',
      members: {
        ...chain(`using returning returningAll top output outputAll ${common}`),
        ...members('whenMatched whenMatchedAnd whenNotMatched whenNotMatchedAnd whenNotMatchedBySource whenNotMatchedBySourceAnd', { returns: 'mergeCase' }),
        ...writeTerminals('one `mergeInto` with all rows'),
      },
    },
    mergeCase: { members: members('thenUpdate thenUpdateSet thenDelete thenDoNothing thenInsertValues', { returns: 'merge' }) },
    sqlTag: { call: { returns: 'raw' }, members: { raw: { returns: 'raw' }, ...inert('ref table id val lit join') } },
    raw: { members: { execute: read('sql'), ...chain('as $castTo $notNull withPlugin'), ...inert('compile toOperationNode') } },
  },
  shapes: [
    { receiver: /./, type: 'database', members: ['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'replaceInto'] },
    { receiver: /./, type: 'select', members: ['executeTakeFirst', 'executeTakeFirstOrThrow'] },
  ],
});
