import { defineLibrary, type Acquisition, type Member } from './library.js';
import { members, run } from './members.js';
import { emitterMembers } from './node-events.js';

const worker: Acquisition = { resource: 'worker', kind: 'worker', endsItself: true, release: { methods: ['terminate', 'unref'] } };
const channel: Acquisition = { resource: 'broadcast channel', kind: 'socket', release: { methods: ['close', 'unref'] } };
const post = run({ channel: 'process', effect: 'write', rows: 'none', ordered: true });

/** A port of this version is an emitter that cannot prepend. */
function portMembers(resource: string, ...ends: readonly string[]): Readonly<Record<string, Member>> {
  const { prependListener: _first, prependOnceListener: _once, ...rest } = emitterMembers(resource, ...ends);
  return rest;
}

export const nodeWorkerThreads = defineLibrary({
  id: 'node-worker-threads',
  label: 'node:worker_threads',
  packages: ['worker_threads', 'node:worker_threads'],
  typings: { package: '@types/node', version: '20' },
  exports: {
    Worker: { type: 'workerClass' },
    MessageChannel: { type: 'channelClass' },
    BroadcastChannel: { type: 'broadcastClass' },
    parentPort: { type: 'parentPort' },
  },
  declared: { Worker: 'worker', MessagePort: 'port', MessageChannel: 'channel', BroadcastChannel: 'broadcast' },
  types: {
    workerClass: { construct: { returns: 'worker', acquires: worker } },
    worker: { members: { ...emitterMembers('event listener on a worker', 'terminate'), postMessage: post, ...members('terminate unref', {}) } },
    channelClass: { construct: { returns: 'channel' } },
    channel: { members: members('port1 port2', { type: 'port' }) },
    port: { members: { ...portMembers('event listener on a message port', 'close'), postMessage: post, ...members('close unref', {}) } },
    /** Lives as long as the thread. */
    parentPort: { lifelong: true, members: { ...portMembers('event listener on the parent port', 'close'), postMessage: post } },
    broadcastClass: { construct: { returns: 'broadcast', acquires: channel } },
    broadcast: { members: { postMessage: post, ...members('close unref', {}) } },
  },
});
