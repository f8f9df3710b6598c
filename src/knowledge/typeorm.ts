import { defineLibrary, type Member, type Operation } from './library.js';
import { declares } from './members.js';
import { chain, inert, over, pooledAsync } from './operations.js';

const { read, write, readWrite } = over('database');

/** What active records do not have. */
const more = (isFilter: Partial<Operation>): Record<string, Member> => ({
  updateAll: write('none'),
  deleteAll: write('none'),
  softDelete: write('none', { ...isFilter, batch: '`softDelete` with an array of ids', acceptsMany: true }),
  restore: write('none', { ...isFilter, batch: '`restore` with an array of ids', acceptsMany: true }),
  recover: readWrite('none', { batch: '`recover` with an array', acceptsMany: true }),
  increment: write('none', { ...isFilter, batch: '`increment` with `In([...])`' }),
  decrement: write('none', { ...isFilter, batch: '`decrement` with `In([...])`' }),
  sql: read('sql'),
});

/** What repositories, entity managers and active records share; `at` is the place of the options, after the entity class if one is given. */
function finders(at: 0 | 1, entity?: string): Record<string, Member> {
  const inOptions = { filter: { argument: at, property: 'where' } };
  const isFilter = { filter: { argument: at, property: '' } };
  const take = { bound: { options: ['take'], argument: at } };
  const inList = { batch: '`findBy` with `In([...])`' };
  const one = entity ? { returns: entity } : {};
  const each = entity ? { returnsEach: entity } : {};
  return {
    find: read('many', { ...inOptions, ...take, ...inList }, each),
    findBy: read('many', { ...isFilter, ...inList }, each),
    findAndCount: read('many', { ...inOptions, ...take }),
    findAndCountBy: read('many', isFilter),
    findByIds: read('page', { acceptsMany: true }, each),
    findOne: read('one', { ...inOptions, ...inList }, one),
    findOneBy: read('one', { ...isFilter, ...inList }, one),
    findOneById: read('one', inList, one),
    findOneOrFail: read('one', { ...inOptions, ...inList }, one),
    findOneByOrFail: read('one', { ...isFilter, ...inList }, one),
    exists: read('count', { ...inOptions, ...inList }),
    existsBy: read('count', { ...isFilter, ...inList }),
    exist: read('count', { ...inOptions, ...inList }),
    count: read('count', { ...inOptions, batch: 'a query builder with `GROUP BY`' }),
    countBy: read('count', { ...isFilter, batch: 'a query builder with `GROUP BY`' }),
    sum: read('count', { batch: 'a query builder with `GROUP BY`' }),
    average: read('count', { batch: 'a query builder with `GROUP BY`' }),
    minimum: read('count', { batch: 'a query builder with `GROUP BY`' }),
    maximum: read('count', { batch: 'a query builder with `GROUP BY`' }),
    // Loads the row and its relations; `save` then reads again before it writes.
    preload: read('one', inList, one),
    save: readWrite('one', { batch: '`save` with an array', acceptsMany: true }),
    insert: write('none', { batch: '`insert` with an array', acceptsMany: true }),
    upsert: readWrite('none', { batch: '`upsert` with an array', acceptsMany: true }),
    update: write('none', { ...isFilter, batch: '`update` with `In([...])`, where every row gets the same data', sameValues: { argument: at + 1 } }),
    delete: write('none', { ...isFilter, batch: '`delete` with an array of ids', acceptsMany: true }),
    remove: write('none', { batch: '`remove` with an array', acceptsMany: true }),
    softRemove: readWrite('none', { batch: '`softRemove` with an array', acceptsMany: true }),
    clear: write('none'),
    query: read('sql'),
    createQueryBuilder: { returns: 'selectBuilder' },
    ...(entity ? {} : more(isFilter)),
    // In memory: nothing is written before `save`.
    ...inert('create merge getId hasId'),
  };
}

/** What data source, entity manager and query runner share to reach the rest. */
const entrances = {
  getRepository: { returns: 'repository' },
  getTreeRepository: { returns: 'treeRepository' },
  getMongoRepository: { returns: 'repository' },
  getCustomRepository: { returns: 'repository' },
  createQueryBuilder: { returns: 'selectBuilder' },
} as const;

const transaction: Member = { callbacks: [{ argument: -1, parameters: ['transactionManager'], runs: 'once', transaction: true }] };
const transactionStep = write('none', { ordered: true });

/** Verbs that turn one builder into another; `createQueryBuilder()` without a select is turned so. */
const verbs = {
  select: { returns: 'selectBuilder' },
  insert: { returns: 'insertBuilder' },
  update: { returns: 'updateBuilder' },
  delete: { returns: 'deleteBuilder' },
  softDelete: { returns: 'updateBuilder' },
  restore: { returns: 'updateBuilder' },
  relation: { returns: 'relationBuilder' },
} as const;
const conditions = 'where andWhere orWhere whereInIds andWhereInIds orWhereInIds setParameter setParameters comment';
const rowBound = { bound: { chain: ['take', 'limit'] }, filterChain: ['where', 'andWhere', 'orWhere', 'whereInIds', 'whereExists', 'innerJoin'] };

export const typeorm = defineLibrary({
  id: 'typeorm',
  label: 'TypeORM',
  packages: ['typeorm', '@nestjs/typeorm'],
  typings: { package: 'typeorm', version: '1.1.1' },
  exports: {
    DataSource: { type: 'dataSourceClass' },
    Repository: { type: 'repositoryClass' },
    TreeRepository: { type: 'repositoryClass' },
    AbstractRepository: { type: 'repositoryClass' },
    BaseEntity: { type: 'activeRecord' },
    createConnection: { returns: 'dataSource', acquires: { resource: 'database connection', kind: 'connection', release: { methods: ['destroy', 'close'] } } },
    getConnection: { returns: 'dataSource' },
    getManager: { returns: 'manager' },
    getRepository: { returns: 'repository' },
    getTreeRepository: { returns: 'treeRepository' },
    getCustomRepository: { returns: 'repository' },
    getMongoRepository: { returns: 'repository' },
    ...inert('In Not Like ILike MoreThan MoreThanOrEqual LessThan LessThanOrEqual Between IsNull Any Raw Brackets'),
  },
  declared: {
    ...declares('DataSource Connection', 'dataSource'),
    ...declares('EntityManager MongoEntityManager', 'manager'),
    ...declares('Repository MongoRepository', 'repository'),
    TreeRepository: 'treeRepository',
    QueryRunner: 'queryRunner',
    SelectQueryBuilder: 'selectBuilder',
    InsertQueryBuilder: 'insertBuilder',
    UpdateQueryBuilder: 'updateBuilder',
    SoftDeleteQueryBuilder: 'updateBuilder',
    DeleteQueryBuilder: 'deleteBuilder',
    RelationQueryBuilder: 'relationBuilder',
    BaseEntity: 'entity',
  },
  decorators: {
    InjectRepository: 'repository',
    InjectDataSource: 'dataSource',
    InjectConnection: 'dataSource',
    InjectEntityManager: 'manager',
  },
  contention: { outcome: 'queued', afterRollback: 'committed', source: 'https://github.com/typeorm/typeorm/pull/12105' },
  maxParameters: 2_098, // The smallest of its databases: SQL Server takes 2,100 per call, and sp_executesql needs two of them.
  types: {
    dataSourceClass: { construct: { returns: 'dataSource' } },
    dataSource: {
      serial: false,
      members: {
        ...entrances,
        manager: { type: 'manager' },
        mongoManager: { type: 'manager' },
        initialize: { returns: 'dataSource' },
        connect: { returns: 'dataSource' },
        createQueryRunner: { returns: 'queryRunner', acquires: pooledAsync('query runner', 'release') },
        query: read('sql'),
        sql: read('sql'),
        transaction,
        ...inert('destroy close synchronize runMigrations isInitialized isConnected options entityMetadatas getMetadata hasMetadata'),
      },
    },
    manager: {
      entity: 'argument',
      members: {
        ...finders(1),
        ...entrances,
        withRepository: { returns: 'repository' },
        connection: { type: 'dataSource' },
        dataSource: { type: 'dataSource' },
        queryRunner: { type: 'queryRunner' },
        transaction,
      },
    },
    transactionManager: { extends: 'manager', serial: true },
    queryRunner: {
      serial: true,
      members: {
        manager: { type: 'transactionManager' },
        connection: { type: 'dataSource' },
        dataSource: { type: 'dataSource' },
        connect: {},
        query: read('sql'),
        sql: read('sql'),
        stream: read('page'),
        startTransaction: transactionStep,
        commitTransaction: transactionStep,
        rollbackTransaction: transactionStep,
        ...inert('release isReleased isTransactionActive data'),
      },
    },
    repositoryClass: { userClass: true, construct: { returns: 'repository' } },
    repository: {
      entity: 'argument',
      members: { ...finders(0), manager: { type: 'manager' }, queryRunner: { type: 'queryRunner' }, extend: { returns: 'self' }, ...inert('target metadata') },
    },
    treeRepository: {
      extends: 'repository',
      entity: 'argument',
      members: {
        findTrees: read('many'),
        findRoots: read('many'),
        findDescendants: read('many'),
        findDescendantsTree: read('many'),
        findAncestors: read('many'),
        findAncestorsTree: read('many'),
        countDescendants: read('count'),
        countAncestors: read('count'),
      },
    },
    activeRecord: {
      userClass: true,
      entity: 'class',
      construct: { returns: 'entity' },
      members: { ...finders(0, 'entity'), create: { returns: 'entity' }, getRepository: { returns: 'repository' } },
    },
    entity: {
      members: {
        save: readWrite('one', { batch: '`save` with an array' }),
        remove: write('none', { batch: '`remove` with an array' }),
        softRemove: readWrite('none', { batch: '`softRemove` with an array' }),
        recover: readWrite('none', { batch: '`recover` with an array' }),
        reload: read('one', { batch: '`findBy` with `In([...])`' }),
        hasId: {},
      },
    },
    selectBuilder: {
      stateful: true,
      members: {
        ...chain(`${conditions} whereExists andWhereExists orWhereExists addSelect distinct distinctOn from addFrom fromDummy having andHaving orHaving orderBy addOrderBy groupBy addGroupBy limit offset
          take skip cache setLock setOnLocked setFindOptions useIndex withDeleted addCommonTableExpression maxExecutionTime clone
          innerJoin leftJoin innerJoinAndSelect leftJoinAndSelect innerJoinAndMapOne innerJoinAndMapMany leftJoinAndMapOne leftJoinAndMapMany
          loadAllRelationIds loadRelationIdAndMap setQueryRunner useTransaction subQuery timeTravelQuery`),
        ...verbs,
        getOne: read('one', { filterChain: rowBound.filterChain, batch: '`In(:...ids)` in `where`, then `getMany`' }),
        getOneOrFail: read('one', { filterChain: rowBound.filterChain, batch: '`In(:...ids)` in `where`, then `getMany`' }),
        getRawOne: read('one', { filterChain: rowBound.filterChain, batch: '`IN (:...ids)` in `where`, then `getRawMany`' }),
        getMany: read('many', { ...rowBound, batch: '`IN (:...ids)` in `where`' }),
        getManyAndCount: read('many', rowBound),
        getRawMany: read('many', { ...rowBound, batch: '`IN (:...ids)` in `where`' }),
        getRawAndEntities: read('many', rowBound),
        getCount: read('count', { filterChain: rowBound.filterChain, batch: '`GROUP BY` over all keys' }),
        getExists: read('count', { filterChain: rowBound.filterChain }),
        stream: read('page'),
        execute: read('many', rowBound),
        ...inert('getQuery getSql getParameters getQueryAndParameters alias expressionMap connection'),
      },
    },
    insertBuilder: {
      members: {
        ...chain('into values orIgnore orUpdate onConflict returning output updateEntity useTransaction callListeners valuesFromSelect'),
        execute: write('none', { batch: '`values([...])`' }),
        ...inert('getQuery getSql getParameters getQueryAndParameters'),
      },
    },
    updateBuilder: {
      members: {
        ...chain(`${conditions} set from returning output orderBy addOrderBy limit whereEntity updateEntity useTransaction callListeners`),
        execute: write('none', { filterChain: ['where', 'andWhere', 'orWhere', 'whereInIds'], batch: '`IN (:...ids)` in `where`', sameValues: { chain: ['set'] } }),
        ...inert('getQuery getSql getParameters getQueryAndParameters'),
      },
    },
    deleteBuilder: {
      members: {
        ...chain(`${conditions} from returning output useTransaction callListeners`),
        execute: write('none', { filterChain: ['where', 'andWhere', 'orWhere', 'whereInIds'], batch: '`IN (:...ids)` in `where`' }),
        ...inert('getQuery getSql getParameters getQueryAndParameters'),
      },
    },
    relationBuilder: {
      members: {
        ...chain('of'),
        add: write('none', { acceptsMany: true, batch: '`add` with an array' }),
        remove: write('none', { acceptsMany: true, batch: '`remove` with an array' }),
        addAndRemove: write('none', { acceptsMany: true }),
        set: write('none'),
        loadOne: read('one', { batch: '`relations` or `leftJoinAndSelect`' }),
        loadMany: read('many', { batch: '`relations` or `leftJoinAndSelect`' }),
      },
    },
  },
  shapes: [
    {
      receiver: /(?:Repository|Repo|repository|repo)$/,
      type: 'repository',
      members: ['findOneBy', 'findOneByOrFail', 'findOneOrFail', 'findBy', 'findAndCount', 'findAndCountBy', 'softDelete', 'softRemove', 'countBy', 'existsBy'],
    },
    { receiver: /^(?:entityManager|manager|queryRunner\.manager)$/, type: 'manager', members: ['findOneBy', 'findOneByOrFail', 'findAndCount', 'softDelete', 'softRemove'] },
    { receiver: /(?:[qQ]b|[qQ]ueryBuilder|[qQ]uery)$/, type: 'selectBuilder', members: ['getMany', 'getRawMany', 'getRawOne', 'getOneOrFail', 'getManyAndCount', 'getRawAndEntities'] },
  ],
});
