import { defineLibrary, type Acquisition, type Member } from './library.js';
import { declares, listener, members } from './members.js';

/**
 * What every EventEmitter has. `ends` are the methods of a derived type that end the emitter together with its listeners
 * (`destroy` of a socket). `once` acquires nothing: one event at most is waited for, and the emitter lets go of it by itself.
 */
export function emitterMembers(resource: string, ...ends: readonly string[]): Readonly<Record<string, Member>> {
  const acquires: Acquisition = listener(resource, 'off', 'removeListener', 'removeAllListeners', ...ends);
  return {
    ...members('on addListener prependListener', { returns: 'self', acquires, callbacks: [{ argument: 1, runs: 'later' }] }),
    ...members('once prependOnceListener', { returns: 'self', callbacks: [{ argument: 1, runs: 'later' }] }),
    ...members('off removeListener removeAllListeners', { returns: 'self' }),
    emit: { operation: { channel: 'event', effect: 'write', rows: 'none', synchronous: true } },
  };
}

/** The members of EventTarget; the same in the browser and in Node. */
export function targetMembers(resource: string, ...ends: readonly string[]): Readonly<Record<string, Member>> {
  return {
    addEventListener: {
      acquires: { ...listener(resource, 'removeEventListener', ...ends), selfEndingOptions: ['once', 'signal'] },
      callbacks: [{ argument: 1, runs: 'later' }],
    },
    removeEventListener: {},
    dispatchEvent: { operation: { channel: 'event', effect: 'write', rows: 'none', synchronous: true } },
  };
}

const wait: Member = { operation: { channel: 'event', effect: 'read', rows: 'one', ordered: true } };

/** Signals and last-chance events are listened to until the process ends; that is what they are for. */
const processEvents = [
  'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGBREAK', 'SIGWINCH', 'exit', 'beforeExit', 'disconnect',
  'uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'rejectionHandled', 'warning', 'multipleResolves',
];

const processMembers = emitterMembers('listener on the process');

export const nodeEvents = defineLibrary({
  id: 'node-events',
  label: 'Node.js events',
  packages: ['events', 'node:events', 'process', 'node:process', 'eventemitter3'],
  typings: { package: '@types/node', version: '20' },
  exports: {
    default: { type: 'emitterClass' },
    EventEmitter: { type: 'emitterClass' },
    once: wait,
    on: { acquires: { resource: 'event iterator', kind: 'listener', release: { methods: ['return'] }, selfEndingOptions: ['signal'] } },
  },
  globals: { process: { type: 'process' } },
  declared: { ...declares('EventEmitter NodeJS.EventEmitter', 'emitter'), 'NodeJS.Process': 'process' },
  types: {
    emitterClass: {
      userClass: true,
      construct: { returns: 'emitter' },
      members: { once: wait },
    },
    emitter: { userClass: true, members: emitterMembers('event listener') },
    process: {
      lifelong: true,
      members: {
        ...processMembers,
        ...Object.fromEntries(['on', 'addListener', 'prependListener'].map((name) => [
          name, { ...processMembers[name], acquires: { ...listener('listener on the process', 'off', 'removeListener', 'removeAllListeners'), lifelong: processEvents } },
        ])),
        stdin: { type: 'standardStream' },
        stdout: { type: 'standardStream' },
        stderr: { type: 'standardStream' },
        nextTick: { callbacks: [{ argument: 0, runs: 'later' }] },
      },
    },
    standardStream: { lifelong: true, members: emitterMembers('listener on a standard stream') },
  },
});
