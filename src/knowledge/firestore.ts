import { defineLibrary, type Acquisition, type Member } from './library.js';
import { declares, members } from './members.js';
import { chain, inert, over } from './operations.js';

const { read, write } = over('database');

const snapshotListener: Acquisition = { resource: 'snapshot listener', kind: 'subscription', release: { call: true } };
const answer = { rows: 'docs', size: 'size', empty: 'empty', beside: ['readTime'] };
const rows = { answer, bound: { chain: ['limit', 'limitToLast'] }, filterChain: ['where', 'startAt', 'startAfter', 'endAt', 'endBefore'], batch: "`where(FieldPath.documentId(), 'in', ids)`" };
const writes = { batch: '`db.batch()` or `db.bulkWriter()`' };
const onSnapshot: Member = { acquires: snapshotListener, callbacks: [{ argument: -1, runs: 'later' }] };
/** Collected in memory, sent by `commit` or in the background. */
const queued = chain('set update delete create');

/** The server SDKs: firebase-admin and @google-cloud/firestore. The web SDK with its free functions is `firestore-web`. */
export const firestore = defineLibrary({
  id: 'firestore',
  label: 'Firestore',
  packages: ['firebase-admin/firestore', '@google-cloud/firestore', 'firebase-admin'],
  typings: { package: '@google-cloud/firestore', version: '9.4.1' },
  exports: {
    getFirestore: { returns: 'database' },
    initializeFirestore: { returns: 'database' },
    Firestore: { type: 'databaseClass' },
    firestore: { returns: 'database' },
    default: { type: 'module' },
    '*': { type: 'module' },
    ...inert('FieldValue FieldPath Timestamp GeoPoint Filter'),
  },
  declared: {
    Firestore: 'database',
    CollectionReference: 'collection',
    ...declares('Query CollectionGroup', 'query'),
    DocumentReference: 'document',
    Transaction: 'transaction',
    WriteBatch: 'batch',
    BulkWriter: 'bulkWriter',
    DocumentSnapshot: 'snapshot',
    QueryDocumentSnapshot: 'snapshot',
    QuerySnapshot: 'querySnapshot',
    AggregateQuery: 'aggregate',
  },
  maxParameters: 30, // Values of one `in` (https://firebase.google.com/docs/firestore/query-data/queries#limits). `getAll` has no such limit.
  types: {
    module: { members: { firestore: { returns: 'database' }, Firestore: { type: 'databaseClass' }, getFirestore: { returns: 'database' } } },
    databaseClass: { construct: { returns: 'database' } },
    database: {
      members: {
        collection: { returns: 'collection' },
        collectionGroup: { returns: 'query' },
        doc: { returns: 'document' },
        getAll: read('page', { acceptsMany: true }),
        batch: { returns: 'batch' },
        bulkWriter: { returns: 'bulkWriter' },
        runTransaction: { callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }] },
        listCollections: read('many'),
        recursiveDelete: write('none'),
        ...inert('settings terminate bundle'),
      },
    },
    query: {
      members: {
        ...chain('where orderBy limit limitToLast offset select startAt startAfter endAt endBefore withConverter'),
        get: read('many', rows, { returns: 'querySnapshot' }),
        stream: read('page', { filterChain: rows.filterChain }),
        count: { returns: 'aggregate' },
        aggregate: { returns: 'aggregate' },
        onSnapshot,
        ...inert('isEqual firestore explain explainStream findNearest getPartitions'),
      },
    },
    collection: {
      extends: 'query',
      entity: 'argument',
      members: {
        doc: { returns: 'document' },
        add: write('one', writes),
        listDocuments: read('many'),
        ...members('where orderBy limit limitToLast offset select startAt startAfter endAt endBefore', { returns: 'query' }),
        ...inert('id path parent'),
      },
    },
    aggregate: { members: { get: read('count') } },
    document: {
      members: {
        get: read('one', { batch: '`db.getAll(...refs)`' }, { returns: 'snapshot' }),
        ...members('set update create delete', write('none', writes)),
        collection: { returns: 'collection' },
        listCollections: read('many'),
        onSnapshot,
        ...inert('id path parent withConverter isEqual firestore'),
      },
    },
    snapshot: { members: { ref: { type: 'document' }, ...inert('data get exists id createTime updateTime readTime') } },
    querySnapshot: { members: inert('docs size empty forEach docChanges query') },
    transaction: {
      serial: true,
      members: { get: read('many', rows), getAll: read('page', { acceptsMany: true }), ...queued },
    },
    batch: { members: { ...queued, commit: write('none', { acceptsMany: true }) } },
    bulkWriter: { members: { ...members('set update delete create', {}), flush: write('none'), close: write('none'), ...inert('onWriteResult onWriteError') } },
  },
});
