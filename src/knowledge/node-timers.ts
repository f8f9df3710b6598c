import { defineLibrary, type Acquisition, type ApiType, type Member } from './library.js';
import { declares, later, members } from './members.js';

const timeout: Acquisition = {
  resource: 'timeout', kind: 'timeout', endsItself: true,
  release: { functions: ['clearTimeout', 'clearInterval'], methods: ['unref'] },
};
/** `clearTimeout` ends an interval as well: both share one list of handles, by specification and in Node. */
const interval: Acquisition = {
  resource: 'interval', kind: 'interval', release: { functions: ['clearInterval', 'clearTimeout'], methods: ['unref'] },
};
const immediate: Acquisition = {
  resource: 'immediate', kind: 'timeout', endsItself: true, release: { functions: ['clearImmediate'], methods: ['unref'] },
};

/** The global functions, which serve Node and the browser alike; a browser's handle is a number and has no `unref`. */
const timerMembers: Readonly<Record<string, Member>> = {
  setTimeout: { returns: 'timer', acquires: timeout, callbacks: [later(0)] },
  setInterval: { returns: 'timer', acquires: interval, callbacks: [later(0)] },
  ...members('clearTimeout clearInterval', {}),
  queueMicrotask: { callbacks: [later(0)] },
};

/** `window.setTimeout` and its kin. */
export const windowTimerMembers: Readonly<Record<string, Member>> = {
  ...timerMembers,
  setTimeout: { acquires: { ...timeout, release: { functions: ['clearTimeout', 'clearInterval'] } }, callbacks: [later(0)] },
  setInterval: { acquires: { ...interval, release: { functions: ['clearInterval', 'clearTimeout'] } }, callbacks: [later(0)] },
};

const timerType: ApiType = { members: { ...members('ref refresh', { returns: 'self' }), ...members('unref hasRef', {}) } };

const immediateMembers: Readonly<Record<string, Member>> = {
  setImmediate: { returns: 'immediate', acquires: immediate, callbacks: [later(0)] },
  clearImmediate: {},
};
const { queueMicrotask: _, ...moduleMembers } = timerMembers;

const sleep: Member = { operation: { channel: 'timer', effect: 'read', rows: 'none', delay: true, ordered: true } };
/** Resolves once and is done: what a sleep is written with. The iterator of `setInterval` ends when the loop over it does. */
const promiseForms: Readonly<Record<string, Member>> = { ...members('setTimeout setImmediate setInterval', sleep), scheduler: { type: 'scheduler' } };
const promiseTypes: Readonly<Record<string, ApiType>> = {
  promises: { members: promiseForms },
  scheduler: { members: members('wait yield', sleep) },
};

export const nodeTimers = defineLibrary({
  id: 'timers',
  label: 'Timers',
  packages: ['timers', 'node:timers'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...moduleMembers, ...immediateMembers, promises: { type: 'promises' }, default: { type: 'timers' }, '*': { type: 'timers' } },
  globals: { ...timerMembers, ...immediateMembers },
  declared: { ...declares('NodeJS.Timeout NodeJS.Timer', 'timer'), 'NodeJS.Immediate': 'immediate' },
  types: {
    timers: { members: { ...moduleMembers, ...immediateMembers, promises: { type: 'promises' } } },
    timer: timerType,
    immediate: { members: members('ref unref hasRef', {}) },
    ...promiseTypes,
  },
});

export const nodeTimersPromises = defineLibrary({
  id: 'timers-promises',
  label: 'node:timers/promises',
  packages: ['timers/promises', 'node:timers/promises'],
  typings: { package: '@types/node', version: '20' },
  exports: { ...promiseForms, default: { type: 'promises' }, '*': { type: 'promises' } },
  types: promiseTypes,
});

/** Packages that do nothing but sleep. */
export const sleepPackages = defineLibrary({
  id: 'delay',
  label: 'delay',
  packages: ['delay', 'sleep-promise', 'p-sleep'],
  typings: { package: 'delay', version: '6' },
  exports: { default: sleep },
  types: {},
});
