import { defineLibrary } from './library.js';
import { members } from './members.js';
import { inert, over } from './operations.js';

const { read, write, readWrite } = over('database');

// A PrismaPromise starts when it is awaited, returned or `.then`ed: two of them in variables do not run side by side yet.
const where = { filter: { argument: 0, property: 'where' }, lazy: true };
const data = { filter: { argument: 0, property: 'data' }, lazy: true };
const take = { bound: { options: ['take'], argument: 0 } };
const inList = { batch: '`findMany` with `in`' };
const lazy = { lazy: true };

/** Checked against the client that `prisma generate` 7.x writes (runtime/client.d.ts, generated model delegates). */
export const prisma = defineLibrary({
  id: 'prisma',
  label: 'Prisma',
  packages: ['@prisma/client', '@prisma/client/edge', /^@prisma\/client\//, /(?:^|\/)(?:generated[/-](?:prisma(?:-client)?|client)|prisma-client|prisma-generated)(?:\/|$)/, /^\.prisma\/client/],
  typings: { package: '@prisma/client', version: '7.10.0' },
  exports: {
    PrismaClient: { type: 'clientClass' },
  },
  declared: { PrismaClient: 'client', 'Prisma.TransactionClient': 'transactionClient', TransactionClient: 'transactionClient' },
  contention: { outcome: 'queued', afterRollback: 'refused', source: 'https://github.com/prisma/prisma/discussions/24498' },
  modelFiles: '.prisma',
  maxParameters: 32_766, // The client's own limit for PostgreSQL (maxBindValues in @prisma/client/runtime; SQL Server 2,098, SQLite 999): longer `in` lists are split.
  types: {
    clientClass: { construct: { returns: 'client', acquires: { resource: 'database connection pool', kind: 'connection', release: { methods: ['$disconnect'], promised: true } } } },
    client: {
      members: {
        $transaction: {
          // An array goes out together, in one transaction; a function gets a client of its own.
          batches: 0,
          callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }],
        },
        $extends: { returns: 'client' },
        ...members('$queryRaw $queryRawUnsafe $queryRawTyped', read('sql', lazy)),
        ...members('$executeRaw $executeRawUnsafe', write('none', lazy)),
        $runCommandRaw: readWrite('many', lazy),
        ...inert('$connect $disconnect $on $use'),
      },
      anyMember: { type: 'model' },
    },
    transaction: { extends: 'client', serial: true },
    // `Omit<PrismaClient, …>`: the client itself is accepted too.
    transactionClient: { extends: 'transaction', lent: true },
    model: {
      entity: 'member',
      members: {
        findUnique: read('one', { ...where, ...inList, autoBatched: true }, { returns: 'found' }),
        findUniqueOrThrow: read('one', { ...where, ...inList, autoBatched: true }, { returns: 'found' }),
        findFirst: read('one', { ...where, ...inList }, { returns: 'found' }),
        findFirstOrThrow: read('one', { ...where, ...inList }, { returns: 'found' }),
        findMany: read('many', { ...where, ...take, ...inList }),
        findRaw: read('many', { ...lazy, bound: { options: ['limit'] } }),
        aggregateRaw: read('many', { ...lazy, bound: { options: ['$limit'] } }),
        count: read('count', { ...where, batch: '`groupBy` with `_count`' }),
        aggregate: read('count', { ...where, batch: '`groupBy`' }),
        groupBy: read('many', { ...where, ...take, batch: '`groupBy` over all keys' }),
        create: write('one', { ...data, batch: '`createMany`', plainRows: ['create', 'createMany', 'connectOrCreate'] }),
        createMany: write('none', { ...lazy, acceptsMany: true }),
        createManyAndReturn: write('page', { ...lazy, acceptsMany: true }),
        update: write('one', { ...where, batch: '`updateMany` with `in`, where every row gets the same data', sameValues: { argument: 0, properties: ['data'] } }),
        updateMany: write('none', { ...where, batch: '`updateMany` with `in`', sameValues: { argument: 0, properties: ['data'] } }),
        updateManyAndReturn: write('many', { ...where, bound: { options: ['limit'], argument: 0 } }),
        upsert: readWrite('one', { ...where, batch: 'one `INSERT … ON CONFLICT` for all rows', sameValues: { argument: 0, properties: ['create', 'update'] } }),
        delete: write('one', { ...where, batch: '`deleteMany` with `in`' }),
        deleteMany: write('none', { ...where, batch: '`deleteMany` with `in`' }),
        fields: {},
      },
    },
    // What a single-row read returns, before it is awaited: relations are reached through it, in a query of their own.
    found: { awaited: {}, anyMember: read('many', { ...take, ...lazy, relation: true, autoBatched: true, batch: '`include` or `select`' }, { returns: 'found' }) },
  },
  shapes: [
    {
      receiver: /^(?:prisma|prismaClient|db|tx|trx|client|dbRead|dbWrite|\$prisma|prismaService)$/,
      type: 'client',
      members: ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'createMany', 'updateMany', 'deleteMany', 'upsert', 'groupBy'],
    },
  ],
});
