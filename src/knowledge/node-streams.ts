import { defineLibrary, type ApiType, type Member } from './library.js';
import { declares, later, members } from './members.js';
import { emitterMembers } from './node-events.js';

/** `pipeline` ends every stream it is given, on success and on failure; nothing that went into one leaks. */
const pipeline: Member = { operation: { channel: 'fs', effect: 'read-write', rows: 'none', ordered: true } };
const finished: Member = { operation: { channel: 'event', effect: 'read', rows: 'none', ordered: true } };

const streamMembers = (...ends: readonly string[]): Readonly<Record<string, Member>> => ({
  ...emitterMembers('event listener on a stream', 'destroy', ...ends),
  destroy: { returns: 'self' },
});
const chunks = { argument: 0, runs: 'each', concurrency: 'bounded' } as const;
const readable: ApiType = {
  serial: true,
  members: {
    ...streamMembers(),
    ...members('pipe pause resume unpipe', {}),
    ...members('read', { operation: { channel: 'memory', effect: 'read', rows: 'one', ordered: true } }),
    // Streams work on one chunk at a time unless `concurrency` says otherwise.
    ...members('map filter forEach flatMap some find every', { callbacks: [chunks] }),
    reduce: { callbacks: [{ argument: 0, runs: 'each', element: 1, concurrency: 'serial' }] },
  },
};

export const nodeStreams = defineLibrary({
  id: 'node-streams',
  label: 'node:stream',
  packages: ['stream', 'node:stream', 'readable-stream'],
  typings: { package: '@types/node', version: '20' },
  exports: {
    pipeline: { ...pipeline, callbacks: [later(-1)] },
    finished: { ...finished, callbacks: [later(-1)] },
    promises: { type: 'promises' },
    ...members('Readable Duplex Transform PassThrough', { type: 'readableClass' }),
    Writable: { type: 'writableClass' },
  },
  declared: {
    ...declares('Readable Duplex Transform PassThrough', 'readable'),
    Writable: 'writable',
    ...declares('NodeJS.ReadableStream NodeJS.ReadWriteStream NodeJS.WritableStream', 'anyStream'),
  },
  types: {
    promises: { members: { pipeline, finished } },
    readableClass: { userClass: true, construct: { returns: 'readable' }, members: { from: { returns: 'readable' } } },
    writableClass: { userClass: true, construct: { returns: 'writable' } },
    readable,
    /** The oldest common form, which other packages declare their streams with. */
    anyStream: { serial: true, members: emitterMembers('event listener on a stream') },
    writable: {
      serial: true,
      members: {
        ...streamMembers('end'),
        ...members('write end', { operation: { channel: 'memory', effect: 'write', rows: 'none', ordered: true } }),
      },
    },
  },
});

export const nodeStreamPromises = defineLibrary({
  id: 'node-stream-promises',
  label: 'node:stream/promises',
  packages: ['stream/promises', 'node:stream/promises'],
  typings: { package: '@types/node', version: '20' },
  exports: { pipeline, finished, default: { type: 'promises' }, '*': { type: 'promises' } },
  types: { promises: { members: { pipeline, finished } } },
});
