import { defineLibrary, type Acquisition } from './library.js';
import { declares, members } from './members.js';
import { connection, inert, over } from './operations.js';
import { clusterCommands, redisCommands } from './redis-commands.js';

const { read, write, readWrite } = over('cache');

const client: Acquisition = connection('Redis connection', 'quit', 'disconnect');
const classes = { Redis: { type: 'clientClass' }, Cluster: { type: 'clusterClass' } } as const;

export const ioredis = defineLibrary({
  id: 'ioredis',
  label: 'ioredis',
  packages: ['ioredis'],
  typings: { package: 'ioredis', version: '6.0.0' },
  exports: { default: { type: 'clientClass' }, '*': { type: 'clientClass' }, ...classes },
  declared: { ...declares('Redis RedisCommander', 'client'), ...declares('Cluster', 'cluster'), ...declares('Pipeline ChainableCommander', 'pipeline') },
  types: {
    clientClass: { construct: { returns: 'client', acquires: client }, members: { ...classes } },
    clusterClass: { construct: { returns: 'cluster', acquires: client } },
    client: {
      members: {
        // Auto-pipelining exists and is off unless `enableAutoPipelining` is set.
        ...redisCommands({ spell: (command) => command.replaceAll('-', ''), autoBatched: false }),
        zrevrange: read('many', { bound: { positional: 2 }, batch: 'one pipeline' }),
        hmset: write('none', { acceptsMany: true, batch: 'one pipeline' }),
        ...members('pipeline multi', { returns: 'pipeline' }),
        ...members('scanStream hscanStream sscanStream zscanStream', { returns: 'stream' }),
        duplicate: { returns: 'client', acquires: client },
        call: readWrite('one', { batch: 'one pipeline' }),
        ...inert('quit disconnect connect subscribe psubscribe unsubscribe punsubscribe monitor defineCommand on once off status options'),
      },
    },
    cluster: { extends: 'client', members: clusterCommands({ spell: (command) => command.replaceAll('-', ''), autoBatched: false }) },
    // Collected in memory, one round trip at `exec`.
    pipeline: { members: { exec: readWrite('page', { acceptsMany: true }), ...inert('discard length') }, anyMember: { returns: 'self' } },
    stream: {},
  },
  shapes: [
    {
      receiver: /(?:[rR]edis|[rR]edisClient|[cC]acheClient)$/,
      type: 'client',
      members: ['hgetall', 'hget', 'hset', 'setex', 'mget', 'sadd', 'smembers', 'zadd', 'zrange', 'lpush', 'rpush', 'lrange', 'incrby', 'hincrby', 'pttl'],
    },
  ],
});
