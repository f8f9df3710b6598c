import { defineLibrary, type Member, type Operation } from './library.js';
import { declares, members } from './members.js';
import { chain, inert, over } from './operations.js';

const { read, write, readWrite } = over('database');

const lazy = { lazy: true };
const self = { returns: 'self' } as const;
const filterChain = ['where', 'whereIn', 'andWhere', 'whereRaw', 'whereNull', 'whereNot', 'findById', 'findByIds', 'joinRelated', 'innerJoinRelated', 'for'];
const whereIn = { batch: '`whereIn`, or `findByIds`' };
const graph = { batch: '`withGraphFetched`' };
const rows = { bound: { chain: ['limit', 'page', 'range', 'first', 'findById', 'findOne', 'resultSize'] }, filterChain, ...whereIn };
const one = (result: Member = self): Member => read('one', { filterChain, ...whereIn, ...lazy }, result);
const change = (batch: string, sameValues?: Operation['sameValues']): Member => write('none', { filterChain, batch, ...lazy, ...(sameValues ? { sameValues } : {}) }, self);
const insert = (acceptsMany = true): Member => write('none', { acceptsMany, batch: '`insert([...])` or `insertGraph([...])`', ...lazy }, self);

export const objection = defineLibrary({
  id: 'objection',
  label: 'Objection',
  packages: ['objection'],
  typings: { package: 'objection', version: '3.1.5' },
  exports: {
    Model: { type: 'modelClass' },
    '*': { type: 'module' },
    transaction: { callbacks: [{ argument: -1, runs: 'once', transaction: true }] },
    ...inert('raw ref fn val mixin snakeCaseMappers knexSnakeCaseMappers initialize'),
  },
  declared: {
    ModelClass: 'modelClass',
    Model: 'instance',
    ...declares('QueryBuilder QueryBuilderType', 'builder'),
    SingleQueryBuilder: 'single',
  },
  maxParameters: 2_098, // Knex's: the smallest of its databases is SQL Server.
  serialCalls: { query: 0, $query: 0, $relatedQuery: 1, transacting: 0 },
  contention: { outcome: 'queued', afterRollback: 'refused', source: 'https://vincit.github.io/objection.js/guide/transactions.html' },
  types: {
    module: { members: { Model: { type: 'modelClass' }, ...inert('raw ref fn val transaction mixin') } },
    modelClass: {
      userClass: true,
      entity: 'class',
      construct: { returns: 'instance' },
      members: {
        query: { returns: 'builder' },
        relatedQuery: { returns: 'builder' },
        fetchGraph: read('page', { acceptsMany: true, ...lazy, ...graph, loads: { row: 0, relations: 1, gives: '$row' } }, { returns: 'builder' }),
        transaction: { callbacks: [{ argument: -1, runs: 'once', transaction: true }] },
        fromJson: { returns: 'instance' },
        fromDatabaseJson: { returns: 'instance' },
        ...chain('bindKnex bindTransaction'),
        ...inert('knex knexQuery startTransaction beforeFind afterFind raw ref fn traverse tableName relationMappings jsonSchema getRelations modifiers fetchTableMetadata'),
      },
    },
    instance: {
      members: {
        $query: { returns: 'single' },
        $relatedQuery: { returns: 'related' },
        $fetchGraph: read('page', { ...lazy, ...graph, loads: { row: 'receiver', relations: 0, many: { method: 'fetchGraph' }, gives: '$row' } }, { returns: 'single' }),
        ...inert('$toJson $set $setJson $setDatabaseJson $validate $clone $id $beforeInsert $beforeUpdate $afterFind $appendRelated $setRelated $knex $transaction $modelClass'),
      },
    },
    builder: {
      members: {
        ...chain(`select column columns distinct from table into as alias with withRecursive withSchema modify modifyGraph modifiers context clone for
          join joinRaw innerJoin leftJoin leftOuterJoin rightJoin fullOuterJoin crossJoin joinRelated innerJoinRelated leftJoinRelated leftOuterJoinRelated
          where andWhere orWhere whereNot orWhereNot whereRaw orWhereRaw andWhereRaw whereExists orWhereExists whereNotExists whereIn orWhereIn whereNotIn orWhereNotIn
          whereNull orWhereNull whereNotNull orWhereNotNull whereBetween orWhereBetween whereNotBetween whereColumn whereComposite whereInComposite whereJsonSupersetOf
          groupBy groupByRaw orderBy orderByRaw having havingRaw havingIn union unionAll limit offset forUpdate forShare skipLocked noWait
          withGraphFetched withGraphJoined allowGraph returning onConflict ignore merge throwIfNotFound transacting timeout debug
          runBefore runAfter onBuild onError skipUndefined clearSelect clearWhere clearOrder clear castTo`),
        findById: one({ returns: 'single' }),
        findOne: one({ returns: 'single' }),
        first: one({ returns: 'single' }),
        findByIds: read('page', { acceptsMany: true, ...lazy }, self),
        page: read('page', { filterChain, ...lazy }, self),
        range: read('page', { filterChain, ...lazy }, self),
        resultSize: read('count', { filterChain, batch: '`groupBy` with `count`' }),
        ...members('count countDistinct min max sum sumDistinct avg avgDistinct', read('count', { filterChain, batch: '`groupBy` over all keys', ...lazy }, self)),
        insert: insert(),
        insertAndFetch: insert(),
        insertGraph: insert(),
        insertGraphAndFetch: insert(),
        upsertGraph: readWrite('none', { acceptsMany: true, batch: '`upsertGraph([...])`', ...lazy }, self),
        upsertGraphAndFetch: readWrite('none', { acceptsMany: true, batch: '`upsertGraph([...])`', ...lazy }, self),
        ...members('update patch', change('`whereIn`, where every row gets the same data', { chain: ['update', 'patch'] })),
        ...members('increment decrement', change('`whereIn`, where every row gets the same data')),
        ...members('updateAndFetch patchAndFetch updateAndFetchById patchAndFetchById', readWrite('one', { batch: '`upsertGraph([...])`', ...lazy }, { returns: 'single' })),
        ...members('delete deleteById', change('`whereIn(...).delete()`')),
        truncate: write('none', lazy),
        relate: write('none', { acceptsMany: true, ...lazy }, self),
        unrelate: change('`whereIn`'),
        execute: { executes: true },
        ...inert('toKnexQuery isFind isExecutable modelClass hasWheres'),
      },
      awaited: read('many', rows, { returnsEach: 'instance' }),
    },
    single: { extends: 'builder', awaited: read('one', { filterChain, ...whereIn }, { returns: 'instance' }) },
    // The relations of one instance: what `withGraphFetched` on the query of the parents would have brought along.
    related: { extends: 'builder', awaited: read('page', { ...rows, ...graph }, { returnsEach: 'instance' }) },
  },
  shapes: [
    { receiver: /./, type: 'builder', members: ['withGraphFetched', 'withGraphJoined', 'insertGraph', 'upsertGraph', 'patchAndFetchById', 'insertAndFetch', 'resultSize', 'throwIfNotFound'] },
    { receiver: /./, type: 'instance', members: ['$relatedQuery', '$fetchGraph', '$query'] },
  ],
});
