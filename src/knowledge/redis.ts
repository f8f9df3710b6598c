import { defineLibrary, type Acquisition } from './library.js';
import { declares, members } from './members.js';
import { connection, inert, over } from './operations.js';
import { clusterCommands, redisCommands } from './redis-commands.js';

const { read, readWrite } = over('cache');

const client: Acquisition = connection('Redis connection', 'close', 'quit', 'disconnect', 'destroy');
const starts = {
  createClient: { returns: 'client', acquires: client },
  createCluster: { returns: 'cluster', acquires: client },
  createSentinel: { returns: 'client', acquires: connection('Redis connection', 'close', 'destroy') },
  createClientPool: { returns: 'client', acquires: connection('Redis connection pool', 'close', 'destroy') },
} as const;
const camelCase = (command: string): string => command.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const redis = defineLibrary({
  id: 'redis',
  label: 'node-redis',
  packages: ['redis', '@redis/client'],
  typings: { package: 'redis', version: '6.3.1' },
  exports: { default: { type: 'module' }, '*': { type: 'module' }, ...starts },
  declared: { ...declares('RedisClientType RedisSentinelType RedisClientPoolType', 'client'), ...declares('RedisClusterType', 'cluster') },
  types: {
    module: { members: starts },
    client: {
      members: {
        // Every command of one tick goes out in one write, so `Promise.all` over commands is one pipeline.
        ...redisCommands({ spell: camelCase, autoBatched: true }),
        ...redisCommands({ spell: (command) => command.replaceAll('-', '').toUpperCase(), autoBatched: true }),
        multi: { returns: 'pipeline' },
        MULTI: { returns: 'pipeline' },
        ...members('scanIterator hScanIterator sScanIterator zScanIterator', read('page')),
        duplicate: { returns: 'client', acquires: client },
        connect: { returns: 'client' },
        sendCommand: readWrite('one', { autoBatched: true }),
        ...inert('quit disconnect destroy close subscribe pSubscribe unsubscribe pUnsubscribe on once off isOpen isReady watch'),
      },
    },
    cluster: {
      extends: 'client',
      members: { ...clusterCommands({ spell: camelCase, autoBatched: true }), ...clusterCommands({ spell: (command) => command.replaceAll('-', '').toUpperCase(), autoBatched: true }) },
    },
    // Collected in memory, one round trip at `exec`.
    pipeline: { members: members('exec execAsPipeline execTyped execAsPipelineTyped EXEC', readWrite('page', { acceptsMany: true })), anyMember: { returns: 'self' } },
  },
  shapes: [
    {
      receiver: /(?:[rR]edis|[rR]edisClient|[cC]acheClient)$/,
      type: 'client',
      members: ['hGet', 'hGetAll', 'hSet', 'setEx', 'mGet', 'mSet', 'sAdd', 'sMembers', 'zAdd', 'zRange', 'lPush', 'rPush', 'lRange', 'incrBy', 'hIncrBy', 'pTTL'],
    },
  ],
});
