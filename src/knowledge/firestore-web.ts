import { defineLibrary, type Acquisition } from './library.js';
import { declares, members } from './members.js';
import { chain, inert, over } from './operations.js';

const { read, write } = over('database');

const snapshotListener: Acquisition = { resource: 'snapshot listener', kind: 'subscription', release: { call: true } };
const rows = { answer: { rows: 'docs', size: 'size', empty: 'empty', beside: [] }, bound: { nested: ['limit', 'limitToLast'] }, batch: "`where(documentId(), 'in', ids)`" };
const writes = { batch: '`writeBatch(db)`' };
const queued = chain('set update delete');

/** The modular web SDK: free functions over references. */
export const firestoreWeb = defineLibrary({
  id: 'firestore-web',
  label: 'Firestore',
  packages: ['firebase/firestore', 'firebase/firestore/lite', '@firebase/firestore', '@react-native-firebase/firestore'],
  typings: { package: '@firebase/firestore', version: '4.19.1' },
  exports: {
    ...members('getFirestore initializeFirestore', { returns: 'database' }),
    collection: { returns: 'collection' },
    collectionGroup: { returns: 'query' },
    doc: { returns: 'document' },
    query: { returns: 'query' },
    ...inert('where or and orderBy limit limitToLast startAt startAfter endAt endBefore documentId serverTimestamp increment arrayUnion arrayRemove deleteField count sum average'),
    ...members('getDoc getDocFromServer', read('one', { batch: rows.batch })),
    getDocFromCache: { operation: { channel: 'memory', effect: 'read', rows: 'one' } },
    getDocsFromCache: { operation: { channel: 'memory', effect: 'read', rows: 'many' } },
    ...members('getDocs getDocsFromServer', read('many', rows)),
    ...members('getCountFromServer getAggregateFromServer', read('count')),
    addDoc: write('one', writes),
    ...members('setDoc updateDoc deleteDoc', write('none', writes)),
    onSnapshot: { acquires: snapshotListener, callbacks: [{ argument: -1, runs: 'later' }] },
    writeBatch: { returns: 'batch' },
    runTransaction: { callbacks: [{ argument: 1, parameters: ['transaction'], runs: 'once', transaction: true }] },
  },
  declared: {
    Firestore: 'database',
    CollectionReference: 'collection',
    Query: 'query',
    DocumentReference: 'document',
    Transaction: 'transaction',
    WriteBatch: 'batch',
    ...declares('DocumentSnapshot QueryDocumentSnapshot', 'snapshot'),
    QuerySnapshot: 'querySnapshot',
  },
  maxParameters: 30, // Values of one `in` (https://firebase.google.com/docs/firestore/query-data/queries#limits).
  types: {
    database: {},
    query: { members: inert('firestore type converter') },
    collection: { extends: 'query', members: inert('id path parent') },
    document: { members: inert('id path parent firestore') },
    snapshot: { members: { ref: { type: 'document' }, ...inert('data get exists id metadata') } },
    querySnapshot: { members: inert('docs size empty forEach docChanges query metadata') },
    transaction: { serial: true, members: { get: read('one'), ...queued } },
    batch: { members: { ...queued, commit: write('none', { acceptsMany: true }) } },
  },
});
