import { defineLibrary, type Member } from './library.js';
import { declares } from './members.js';
import { chain, connection, inert, over, pooledAsync } from './operations.js';

const { read, write, readWrite } = over('database');

const filter = { filter: { argument: 0, property: '' } };
const lazy = { lazy: true };
const inList = { batch: '`find` with `$in`' };

const find = { ...filter, filterChain: ['where'], bound: { options: ['limit'], argument: 2, chain: ['limit'] }, ...inList };
const aggregate = { bound: { options: ['$limit', '$count'], argument: 0, chain: ['limit', 'count'] }, filterChain: ['match'], batch: '`$in` with `$group`, or `$lookup`' };

const single = (form: object = inList): Member => read('one', { ...filter, ...lazy, ...form }, { returns: 'oneQuery' });
const change = (batch: string): Member => write('none', { ...filter, ...lazy, batch }, { returns: 'query' });
const changeOne = (batch: string): Member => readWrite('one', { ...filter, ...lazy, batch }, { returns: 'oneQuery' });

const entrances = {
  model: { returns: 'modelClass' },
  startSession: { returns: 'session', acquires: pooledAsync('session', 'endSession') },
  models: { type: 'models' },
} as const;

export const mongoose = defineLibrary({
  id: 'mongoose',
  label: 'Mongoose',
  packages: ['mongoose', '@nestjs/mongoose'],
  typings: { package: 'mongoose', version: '9.12.1' },
  exports: {
    default: { type: 'module' },
    '*': { type: 'module' },
    ...entrances,
    Model: { type: 'modelClass' },
    Mongoose: { type: 'moduleClass' },
    connection: { type: 'connection' },
    createConnection: { returns: 'connection', acquires: connection('database connection', 'close', 'destroy') },
    connect: { returns: 'module' },
    ...inert('Schema Types SchemaTypes disconnect set isValidObjectId'),
  },
  declared: {
    Mongoose: 'module',
    Model: 'modelClass',
    ...declares('Document HydratedDocument HydratedDocumentFromSchema', 'document'),
    ...declares('Query QueryWithHelpers', 'query'),
    Aggregate: 'aggregate',
    Connection: 'connection',
    ClientSession: 'session',
    ...declares('Cursor QueryCursor', 'cursor'),
  },
  decorators: { InjectModel: 'modelClass', InjectConnection: 'connection' },
  serialOptions: ['session'],
  serialCalls: { session: 0 },
  contention: { outcome: 'undefined', source: 'https://mongoosejs.com/docs/transactions.html' },
  types: {
    moduleClass: { construct: { returns: 'module' } },
    module: {
      members: {
        ...entrances,
        Model: { type: 'modelClass' },
        Mongoose: { type: 'moduleClass' },
        connection: { type: 'connection' },
        createConnection: { returns: 'connection', acquires: connection('database connection', 'close', 'destroy') },
        connect: { returns: 'module' },
        ...inert('Schema Types SchemaTypes disconnect set get plugin isValidObjectId connections mongo'),
      },
    },
    connection: {
      members: {
        ...entrances,
        transaction: { callbacks: [{ argument: 0, parameters: ['session'], runs: 'once', transaction: true }] },
        // The driver's own collection: see the table of the MongoDB driver.
        ...inert('db collection collections close destroy asPromise useDb readyState on once watch createCollection dropDatabase getClient'),
      },
    },
    models: { anyMember: { type: 'modelClass' } },
    session: { serial: true, members: inert('startTransaction commitTransaction abortTransaction endSession withTransaction inTransaction') },
    modelClass: {
      userClass: true,
      entity: 'class',
      construct: { returns: 'document' },
      members: {
        find: read('many', { ...find, ...lazy }, { returns: 'manyQuery' }),
        findOne: single(),
        findById: single(),
        exists: read('count', { ...filter, ...lazy, ...inList }, { returns: 'query' }),
        where: { returns: 'manyQuery' },
        $where: { returns: 'manyQuery' },
        countDocuments: read('count', { ...filter, ...lazy, batch: '`aggregate` with `$group`' }, { returns: 'query' }),
        estimatedDocumentCount: read('count', lazy, { returns: 'query' }),
        distinct: read('many', { filter: { argument: 1, property: '' }, ...lazy }, { returns: 'query' }),
        aggregate: read('many', { ...aggregate, ...lazy }, { returns: 'aggregate' }),
        create: write('one', { batch: '`insertMany`', acceptsMany: true }, { returns: 'document' }),
        insertOne: write('one', { batch: '`insertMany`' }, { returns: 'document' }),
        insertMany: write('page', { acceptsMany: true }, { returnsEach: 'document' }),
        bulkWrite: write('none', { acceptsMany: true }),
        bulkSave: write('none', { acceptsMany: true }),
        updateOne: change('`bulkWrite`'),
        updateMany: change('`updateMany` with `$in`, or `bulkWrite`'),
        replaceOne: change('`bulkWrite`'),
        deleteOne: change('`deleteMany` with `$in`'),
        deleteMany: change('`deleteMany` with `$in`'),
        findOneAndUpdate: changeOne('`bulkWrite`'),
        findOneAndReplace: changeOne('`bulkWrite`'),
        findOneAndDelete: changeOne('`deleteMany` with `$in`'),
        findByIdAndUpdate: changeOne('`bulkWrite`'),
        findByIdAndDelete: changeOne('`deleteMany` with `$in`'),
        findOneAndRemove: changeOne('`deleteMany` with `$in`'),
        findByIdAndRemove: changeOne('`deleteMany` with `$in`'),
        populate: read('page', { acceptsMany: true, batch: '`populate` with the array of documents', loads: { row: 0, relations: 1, gives: '$row' } }),
        hydrate: { returns: 'document' },
        discriminator: { returns: 'modelClass' },
        db: { type: 'connection' },
        startSession: entrances.startSession,
        watch: { acquires: connection('change stream', 'close') },
        ...inert('init createIndexes ensureIndexes syncIndexes listIndexes validate castObject schema modelName collection translateAliases createCollection'),
      },
    },
    query: {
      members: {
        ...chain(`where equals and or nor gt gte lt lte ne in nin all size exists elemMatch regex mod within near slice select projection sort
          limit skip batchSize populate lean session read readConcern collation comment hint maxTimeMS tailable allowDiskUse
          setOptions orFail merge set setUpdate transform sanitizeProjection clone cast`),
        exec: { executes: true },
        cursor: read('page', {}, { returns: 'cursor' }),
        find: read('many', { ...find, ...lazy }, { returns: 'manyQuery' }),
        findOne: single(),
        countDocuments: read('count', { ...filter, ...lazy }, { returns: 'self' }),
        estimatedDocumentCount: read('count', lazy, { returns: 'self' }),
        distinct: read('many', { filter: { argument: 1, property: '' }, ...lazy }, { returns: 'self' }),
        updateOne: change('`bulkWrite`'),
        updateMany: change('`updateMany` with `$in`'),
        replaceOne: change('`bulkWrite`'),
        deleteOne: change('`deleteMany` with `$in`'),
        deleteMany: change('`deleteMany` with `$in`'),
        findOneAndUpdate: changeOne('`bulkWrite`'),
        findOneAndDelete: changeOne('`deleteMany` with `$in`'),
        ...inert('getFilter getQuery getUpdate getOptions getPopulatedPaths'),
      },
      awaited: {},
    },
    manyQuery: { extends: 'query', awaited: read('many', find, { returnsEach: 'document' }) },
    oneQuery: { extends: 'query', awaited: read('one', inList, { returns: 'document' }) },
    cursor: {
      members: {
        next: read('one'),
        eachAsync: read('page', {}, { callbacks: [{ argument: 0, parameters: ['document'], runs: 'each' }] }),
        ...inert('close map addCursorFlag'),
      },
    },
    aggregate: {
      members: {
        ...chain(`append addFields allowDiskUse collation facet graphLookup group hint limit lookup match model near option project
          read readConcern redact replaceRoot sample search session skip sort sortByCount unionWith unwind count`),
        exec: { executes: true },
        cursor: read('page', {}, { returns: 'cursor' }),
        ...inert('pipeline options'),
      },
      awaited: read('many', aggregate),
    },
    document: {
      members: {
        save: write('one', { batch: '`bulkSave`, or `insertMany` for new documents' }),
        deleteOne: write('none', { batch: '`deleteMany` with `$in`' }),
        updateOne: write('none', { batch: '`bulkWrite`' }),
        replaceOne: write('none', { batch: '`bulkWrite`' }),
        populate: read('page', { batch: '`populate` on the query, or `Model.populate` with the array of documents', loads: { row: 'receiver', relations: 0, many: { method: 'populate', most: 1 }, gives: '$row' } }),
        ...inert('toObject toJSON set get isModified markModified modifiedPaths validate validateSync $session $set isNew equals depopulate populated init'),
      },
    },
  },
  shapes: [
    {
      receiver: /^(?:[A-Z]\w*|\w*[mM]odel)$/,
      type: 'modelClass',
      members: ['findById', 'findByIdAndUpdate', 'findByIdAndDelete', 'findOneAndUpdate', 'findOneAndDelete', 'countDocuments', 'estimatedDocumentCount', 'insertMany', 'bulkSave'],
    },
  ],
});
