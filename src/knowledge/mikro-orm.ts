import { defineLibrary, type Member, type RelationLoad } from './library.js';
import { declares, members } from './members.js';
import { chain, connection, inert, over } from './operations.js';

const { read, write, readWrite } = over('database');

/** What entity manager and repository share; `at` is the place of the filter, after the entity class if one is given. */
function finders(at: 0 | 1): Record<string, Member> {
  const filter = { filter: { argument: at, property: '' } };
  const limit = { bound: { options: ['limit', 'first', 'last'], argument: at + 1 }, brings: ['populate'] };
  const inList = { batch: '`find` with `$in`' };
  const grouped = { batch: 'a query builder with `groupBy`' };
  return {
    find: read('many', { ...filter, ...limit, ...inList }),
    // Takes its filter in the options.
    findAll: read('many', { filter: { argument: at, property: 'where' }, bound: { options: ['limit'], argument: at }, brings: ['populate'] }),
    findAndCount: read('many', { ...filter, ...limit }),
    findByCursor: read('page', filter),
    findOne: read('one', { ...filter, ...inList }),
    findOneOrFail: read('one', { ...filter, ...inList }),
    count: read('count', { ...filter, ...grouped }),
    countBy: read('count', { acceptsMany: true }),
    stream: read('page', filter),
    insert: write('none', { batch: '`insertMany`' }),
    insertMany: write('none', { acceptsMany: true }),
    upsert: readWrite('one', { batch: '`upsertMany`' }),
    upsertMany: readWrite('none', { acceptsMany: true }),
    nativeUpdate: write('none', { ...filter, batch: '`nativeUpdate` with `$in`', sameValues: { argument: at + 1 } }),
    nativeDelete: write('none', { ...filter, batch: '`nativeDelete` with `$in`' }),
    populate: read('page', { acceptsMany: true, batch: '`populate` in the query, or with the array of entities', loads: { row: 0, relations: 1, once: true, gives: '$row' } }),
    // In memory, in the identity map: written by `flush`.
    ...inert('create assign map merge getReference canPopulate'),
  };
}

const builders = members('createQueryBuilder qb', { returns: 'queryBuilder' });
const load = { batch: '`populate` in the query, or `em.populate` with the array of entities' };

/** Of a collection or reference: all of them call `populate` of the entity manager for their one owner. */
const loadOnce: RelationLoad = {
  row: 'holder', once: true, told: 'isInitialized', gathered: 'a data loader, if the configuration has one, asks for them together',
  many: { method: 'populate', through: 'manager', arguments: "['$relation']" },
};
const reload: RelationLoad = { ...loadOnce, once: false, gives: '$row.$relation', many: { method: 'populate', through: 'manager', arguments: "['$relation'], { refresh: true }" } };

export const mikroOrm = defineLibrary({
  id: 'mikro-orm',
  label: 'MikroORM',
  packages: ['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/sql', '@mikro-orm/nestjs', /^@mikro-orm\//],
  typings: { package: '@mikro-orm/core', version: '7.2.1' },
  exports: {
    MikroORM: { type: 'ormClass' },
    EntityManager: { type: 'managerClass' },
    EntityRepository: { type: 'repositoryClass' },
    Collection: { type: 'collectionClass' },
    wrap: { returns: 'wrapped' },
    ...inert('defineConfig defineEntity raw sql'),
  },
  declared: {
    MikroORM: 'orm',
    ...declares('EntityManager SqlEntityManager', 'manager'),
    ...declares('EntityRepository SqlEntityRepository', 'repository'),
    ...declares('Collection LoadedCollection', 'collection'),
    ...declares('Reference LoadedReference', 'reference'),
    ...declares('Ref ScalarReference', 'reference'),
    ...declares('QueryBuilder SelectQueryBuilder', 'queryBuilder'),
    ...declares('InsertQueryBuilder UpdateQueryBuilder DeleteQueryBuilder', 'writeBuilder'),
  },
  decorators: { InjectRepository: 'repository', InjectEntityManager: 'manager', InjectMikroORM: 'orm' },
  contention: { outcome: 'undefined', source: 'https://github.com/mikro-orm/mikro-orm/pull/574' },
  maxParameters: 2_098, // The smallest of its databases: SQL Server takes 2,100 per call, and sp_executesql needs two of them.
  types: {
    ormClass: { construct: { returns: 'orm', acquires: connection('database connection pool', 'close') }, members: { init: { returns: 'orm' }, initSync: { returns: 'orm' } } },
    orm: { members: { em: { type: 'manager' }, ...inert('close connect isConnected schema migrator seeder config getMetadata checkConnection') } },
    managerClass: { construct: { returns: 'manager' } },
    // One identity map over a pool: queries may run side by side, except in a transaction.
    manager: {
      entity: 'argument',
      members: {
        ...finders(1),
        ...builders,
        fork: { returns: 'fork' },
        getContext: { returns: 'manager' },
        getRepository: { returns: 'repository' },
        repo: { returns: 'repository' },
        refresh: read('one', load),
        refreshOrFail: read('one', load),
        lock: readWrite('none', { ordered: true }),
        flush: write('none', { ordered: true, batch: 'one `flush` after the loop' }),
        commit: write('none', { ordered: true }),
        begin: write('none', { ordered: true }),
        rollback: write('none', { ordered: true }),
        ...members('persistAndFlush removeAndFlush', write('none', { ordered: true, acceptsMany: true, batch: '`persist` or `remove` in the loop, one `flush` after it' })),
        ...members('persist remove', { returns: 'self' }),
        ...members('transactional', { callbacks: [{ argument: 0, parameters: ['transactionManager'], runs: 'once', transaction: true }] }),
        // Past the identity map, straight to the driver, which has the transaction's queries wait for each other.
        execute: read('sql', { contention: { outcome: 'queued', source: 'https://github.com/mikro-orm/mikro-orm/blob/18b580bb42/packages/knex/src/SqlEntityManager.ts' } }),
        aggregate: read('many', { bound: { options: ['$limit'] } }),
        getKnex: {},
        ...inert('clear isInTransaction getTransactionContext setFilterParams addFilter getUnitOfWork getConnection getDriver getKysely getMetadata config'),
      },
    },
    // With an identity map, and a connection, of its own.
    fork: { extends: 'manager', entity: 'argument', serial: false },
    transactionManager: { extends: 'manager', entity: 'argument', serial: true },
    repositoryClass: { userClass: true, construct: { returns: 'repository' } },
    repository: {
      entity: 'argument',
      members: {
        ...finders(0),
        ...builders,
        getEntityManager: { returns: 'manager' },
        em: { type: 'manager' },
        getEntityName: {},
        flush: write('none', { ordered: true, batch: 'one `flush` after the loop' }),
        ...members('persistAndFlush removeAndFlush', write('none', { ordered: true, acceptsMany: true, batch: '`persist` or `remove` in the loop, one `flush` after it' })),
      },
    },
    reference: {
      members: {
        ...members('load loadOrFail', read('one', { ...load, loads: loadOnce })),
        ...inert('getEntity unwrap isInitialized getProperty set toJSON populated'),
        loadProperty: read('one', load),
      },
    },
    wrapped: {
      members: {
        init: read('one', { ...load, loads: { row: 'wrapped', told: 'isInitialized' } }),
        populate: read('page', { ...load, loads: { row: 'wrapped', relations: 0, once: true, many: { method: 'populate', through: 'manager' }, gives: '$row' } }),
        ...inert('isInitialized populated setSerializationContext toReference toObject toJSON toPOJO serialize assign getSchema setSchema'),
      },
    },
    collectionClass: { construct: { returns: 'collection' } },
    collection: {
      members: {
        init: read('page', { ...load, bound: { options: ['limit'] }, loads: reload }),
        load: read('page', { ...load, bound: { options: ['limit'] }, loads: loadOnce }),
        loadItems: read('page', { ...load, bound: { options: ['limit'] }, loads: { ...loadOnce, gives: '$row.$relation.getItems()' } }),
        matching: read('page', { bound: { options: ['limit'], argument: 0 }, filter: { argument: 0, property: 'where' }, ...load }),
        loadCount: read('count', { batch: 'a query builder with `groupBy`' }),
        ...inert('getItems add remove removeAll set hydrate contains count find filter map toArray toJSON getIdentifiers isInitialized isDirty exists slice reduce isEmpty length'),
      },
    },
    queryBuilder: {
      members: {
        ...chain(`select addSelect distinct distinctOn where andWhere orWhere join innerJoin leftJoin joinAndSelect leftJoinAndSelect innerJoinAndSelect
          orderBy andOrderBy groupBy having andHaving orHaving limit offset from populate setLockMode setFlushMode withSubQuery with withRecursive cache clone as comment hintComment indexHint returning onConflict ignore merge`),
        ...members('insert update delete truncate', { returns: 'writeBuilder' }),
        count: { returns: 'self' },
        ...members('getResultList getResult execute', read('many', { bound: { chain: ['limit'] }, filterChain: ['where', 'andWhere', 'innerJoin'], batch: '`$in` in `where`' })),
        getResultAndCount: read('many', { bound: { chain: ['limit'] }, filterChain: ['where'] }),
        getSingleResult: read('one', { filterChain: ['where'], batch: '`$in` in `where`' }),
        getCount: read('count', { filterChain: ['where'], batch: '`groupBy` over all keys' }),
        stream: read('page'),
        ...inert('getQuery getFormattedQuery getParams toQuery toString getKnexQuery'),
      },
      awaited: read('many', { bound: { chain: ['limit'] }, filterChain: ['where', 'andWhere', 'innerJoin'], batch: '`$in` in `where`' }),
    },
    writeBuilder: {
      members: {
        ...chain('where andWhere orWhere onConflict ignore merge returning orderBy limit with comment'),
        execute: write('none', { filterChain: ['where', 'andWhere'], batch: 'an array in `insert`, `$in` in `where`' }),
      },
      awaited: write('none', { filterChain: ['where', 'andWhere'], batch: 'an array in `insert`, `$in` in `where`' }),
    },
  },
  shapes: [
    {
      receiver: /^(?:em|entityManager|_em|orm\.em)$/,
      type: 'manager',
      members: ['persistAndFlush', 'removeAndFlush', 'findOneOrFail', 'findAndCount', 'findByCursor', 'nativeUpdate', 'nativeDelete', 'upsertMany', 'transactional'],
    },
  ],
});
