import { defineLibrary, type Member } from './library.js';
import { declares, members } from './members.js';
import { chain, connection, inert, over, pooledAsync } from './operations.js';

const { read, write, readWrite } = over('database');

const filter = { filter: { argument: 0, property: '' } };
const session: Member = { returns: 'session', acquires: pooledAsync('session', 'endSession') };
const changeStream: Member = { returns: 'changeStream', acquires: connection('change stream', 'close') };
const aggregate: Member = read('many', { lazy: true, bound: { options: ['$limit', '$count'], argument: 0, chain: ['limit'] }, batch: '`$in` with `$group`, or `$lookup`' }, { returns: 'cursor' });
const queued = members('insert find raw upsert update updateOne replaceOne delete deleteOne arrayFilters collation', { returns: 'self' });

export const mongodb = defineLibrary({
  id: 'mongodb',
  label: 'MongoDB',
  packages: ['mongodb', 'mongodb-legacy'],
  typings: { package: 'mongodb', version: '7.9.0' },
  exports: { MongoClient: { type: 'clientClass' }, ...inert('ObjectId Long Decimal128 Binary Timestamp') },
  declared: {
    MongoClient: 'client',
    Db: 'database',
    Collection: 'collection',
    ...declares('FindCursor AggregationCursor AbstractCursor ListCollectionsCursor', 'cursor'),
    ClientSession: 'session',
    ChangeStream: 'changeStream',
    ...declares('OrderedBulkOperation UnorderedBulkOperation', 'bulk'),
    GridFSBucket: 'bucket',
  },
  serialOptions: ['session'],
  // In a transaction (typings of `ClientSession.startTransaction`).
  contention: { outcome: 'undefined', source: 'https://jira.mongodb.org/browse/NODE-6191' },
  types: {
    clientClass: {
      construct: { returns: 'client', acquires: connection('database connection pool', 'close') },
      members: { connect: { returns: 'client', acquires: connection('database connection pool', 'close') } },
    },
    client: {
      members: {
        connect: { returns: 'client' },
        db: { returns: 'database' },
        startSession: session,
        withSession: { callbacks: [{ argument: -1, parameters: ['session'], runs: 'once', transaction: true }] },
        watch: changeStream,
        bulkWrite: write('none', { acceptsMany: true }),
        ...inert('close on once'),
      },
    },
    session: {
      serial: true,
      members: {
        withTransaction: { callbacks: [{ argument: 0, parameters: ['session'], runs: 'once', transaction: true }] },
        ...inert('startTransaction commitTransaction abortTransaction endSession inTransaction'),
      },
    },
    database: {
      members: {
        collection: { returns: 'collection' },
        command: readWrite('sql'),
        aggregate,
        collections: read('many'),
        listCollections: read('many', { lazy: true }, { returns: 'cursor' }),
        watch: changeStream,
        ...inert('admin createCollection dropCollection dropDatabase createIndex stats databaseName'),
      },
    },
    collection: {
      entity: 'argument',
      members: {
        find: read('many', { ...filter, lazy: true, bound: { options: ['limit'], argument: 1, chain: ['limit'] }, batch: '`$in`' }, { returns: 'cursor' }),
        findOne: read('one', { ...filter, batch: '`find` with `$in`' }),
        aggregate,
        distinct: read('many', { filter: { argument: 1, property: '' } }),
        countDocuments: read('count', { ...filter, batch: '`aggregate` with `$group`' }),
        estimatedDocumentCount: read('count'),
        count: read('count', { ...filter, batch: '`aggregate` with `$group`' }),
        insertOne: write('one', { batch: '`insertMany`' }),
        insertMany: write('none', { acceptsMany: true }),
        bulkWrite: write('none', { acceptsMany: true }),
        ...members('updateOne replaceOne', write('none', { ...filter, batch: '`bulkWrite`' })),
        updateMany: write('none', { ...filter, batch: '`updateMany` with `$in`, or `bulkWrite`' }),
        ...members('deleteOne deleteMany', write('none', { ...filter, batch: '`deleteMany` with `$in`' })),
        ...members('findOneAndUpdate findOneAndReplace', readWrite('one', { ...filter, batch: '`bulkWrite`' })),
        findOneAndDelete: readWrite('one', { ...filter, batch: '`deleteMany` with `$in`' }),
        ...members('initializeOrderedBulkOp initializeUnorderedBulkOp', { returns: 'bulk' }),
        watch: changeStream,
        ...inert('createIndex createIndexes dropIndex dropIndexes drop rename indexes listIndexes indexExists options collectionName namespace'),
      },
    },
    cursor: {
      members: {
        ...chain('filter limit skip sort project batchSize maxTimeMS hint comment collation allowDiskUse min max returnKey showRecordId addQueryModifier addCursorFlag match group lookup unwind out map withReadPreference withReadConcern clone'),
        toArray: { executes: true },
        // Batches of the server's size come one after the other.
        ...members('next tryNext hasNext', read('one')),
        ...members('forEach stream', read('page')),
        count: read('count'),
        explain: {},
        ...inert('close rewind readBufferedDocuments bufferedCount'),
      },
    },
    // Collected in memory until `execute`.
    bulk: { members: { ...queued, execute: write('none', { acceptsMany: true }), ...inert('addToOperationsList batches length') } },
    changeStream: { members: { ...members('next tryNext hasNext', read('one')), ...inert('close on once stream') } },
    bucket: {
      members: {
        find: read('many', { ...filter, lazy: true, bound: { options: ['limit'], argument: 1, chain: ['limit'] } }, { returns: 'cursor' }),
        delete: write('none'),
        rename: write('none'),
        ...inert('openUploadStream openUploadStreamWithId openDownloadStream openDownloadStreamByName drop'),
      },
    },
  },
  shapes: [
    {
      receiver: /(?:[cC]ollection|Coll|coll)$/,
      type: 'collection',
      members: ['insertOne', 'insertMany', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany', 'findOneAndUpdate', 'findOneAndDelete', 'countDocuments', 'bulkWrite'],
    },
    // `const { Products } = context.collections`: in JavaScript, collections travel in objects that nobody typed.
    {
      receiver: /^[A-Z][a-z]\w*$/,
      type: 'collection',
      members: ['findOne', 'insertOne', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany', 'replaceOne'],
    },
  ],
});
