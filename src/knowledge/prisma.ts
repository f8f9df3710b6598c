import { defineLibrary, type Member, type Operation } from './library.js';

const where = { argument: 0, property: 'where' } as const;
const one = (rewrite?: string): Operation => ({
  channel: 'database', effect: 'read', rows: 'one', filter: where, batch: '`findMany` with `in`', ...(rewrite ? { rewrite } : {}),
});
const write = (batch: string, rewrite?: string): Operation => ({
  channel: 'database', effect: 'write', rows: 'one', filter: where, batch, ...(rewrite ? { rewrite } : {}),
});
const run = (operation: Operation): Member => ({ operation });

const take = { options: ['take'], argument: 0 } as const;

/** Checked against the client that `prisma generate` 7.x writes (runtime/client.d.ts, generated model delegates). */
export const prisma = defineLibrary({
  id: 'prisma',
  label: 'Prisma',
  packages: ['@prisma/client', '@prisma/client/edge', /^@prisma\/client\//, /(?:^|\/)generated\/(?:prisma|client)(?:\/|$)/, /^\.prisma\/client/],
  typings: { package: '@prisma/client', version: '7' },
  exports: {
    PrismaClient: { type: 'clientClass' },
  },
  declared: { PrismaClient: 'client', 'Prisma.TransactionClient': 'transaction', TransactionClient: 'transaction' },
  maxParameters: 32_767, // Prisma's own query-parameter chunk for PostgreSQL; larger `in` lists are split by the engine.
  types: {
    clientClass: { construct: { returns: 'client' } },
    client: {
      members: {
        $transaction: {
          callbacks: [{ argument: 0, parameters: ['transaction'], runs: 'once', transaction: true }],
        },
        $extends: { returns: 'client' },
        $queryRaw: { operation: { channel: 'database', effect: 'read', rows: 'sql' } },
        $queryRawUnsafe: { operation: { channel: 'database', effect: 'read', rows: 'sql' } },
        $executeRaw: { operation: { channel: 'database', effect: 'write', rows: 'none' } },
        $executeRawUnsafe: { operation: { channel: 'database', effect: 'write', rows: 'none' } },
        $connect: {},
        $disconnect: {},
        $on: {},
        $use: {},
      },
      anyMember: { type: 'model' },
    },
    transaction: { extends: 'client', serial: true },
    model: {
      entity: 'member',
      members: {
        findUnique: run({ ...one('prisma.findUnique'), autoBatched: true }),
        findUniqueOrThrow: run({ ...one('prisma.findUniqueOrThrow'), autoBatched: true }),
        findFirst: run(one('prisma.findFirst')),
        findFirstOrThrow: run(one()),
        findMany: run({ channel: 'database', effect: 'read', rows: 'many', filter: where, bound: take, batch: '`findMany` with `in`' }),
        count: run({ channel: 'database', effect: 'read', rows: 'count', filter: where, batch: '`groupBy` with `_count`' }),
        aggregate: run({ channel: 'database', effect: 'read', rows: 'count', filter: where, batch: '`groupBy`' }),
        groupBy: run({ channel: 'database', effect: 'read', rows: 'many', filter: where, bound: take, batch: '`groupBy` over all keys' }),
        create: run({ ...write('`createMany`'), filter: { argument: 0, property: 'data' } }),
        createMany: run({ channel: 'database', effect: 'write', rows: 'none', acceptsMany: true }),
        createManyAndReturn: run({ channel: 'database', effect: 'write', rows: 'many', acceptsMany: true, bound: { options: ['data'], argument: 0 } }),
        update: run(write('`updateMany` with `in`, where every row gets the same data')),
        updateMany: run({ channel: 'database', effect: 'write', rows: 'none', filter: where, batch: '`updateMany` with `in`' }),
        updateManyAndReturn: run({ channel: 'database', effect: 'write', rows: 'none', filter: where }),
        upsert: run({ ...write('one `INSERT … ON CONFLICT` for all rows'), effect: 'read-write' }),
        delete: run(write('`deleteMany` with `in`')),
        deleteMany: run({ channel: 'database', effect: 'write', rows: 'none', filter: where, batch: '`deleteMany` with `in`' }),
      },
    },
  },
  shapes: [
    {
      receiver: /^(?:prisma|prismaClient|db|tx|trx|client|dbRead|dbWrite|\$prisma|prismaService)$/,
      type: 'client',
      members: ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'createMany', 'updateMany', 'deleteMany', 'upsert', 'groupBy'],
    },
  ],
});
