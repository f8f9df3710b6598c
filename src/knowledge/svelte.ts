import { defineLibrary, type Member } from './library.js';

const subscribe: Member = {
  acquires: { resource: 'store subscription', kind: 'cleanup-function', release: { call: true } },
  callbacks: [{ argument: 0, runs: 'later' }],
};
const store = { members: { subscribe } };

/** The cleanup of `onMount` counts only when the callback is synchronous: an async one returns a promise. */
export const svelte = defineLibrary({
  id: 'svelte',
  label: 'Svelte',
  packages: ['svelte'],
  typings: { package: 'svelte', version: '5' },
  exports: {
    onMount: { callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned', phase: 'setup' }] },
    onDestroy: { callbacks: [{ argument: 0, runs: 'later', phase: 'teardown' }] },
    beforeUpdate: { callbacks: [{ argument: 0, runs: 'later', phase: 'setup' }] },
    afterUpdate: { callbacks: [{ argument: 0, runs: 'later', phase: 'setup' }] },
    tick: { operation: { channel: 'timer', effect: 'read', rows: 'none', delay: true, ordered: true } },
  },
  types: {},
});

export const svelteStore = defineLibrary({
  id: 'svelte-store',
  label: 'svelte/store',
  packages: ['svelte/store'],
  typings: { package: 'svelte', version: '5' },
  exports: {
    // The start function of a store returns what stops it when the last subscriber leaves.
    writable: { returns: 'store', callbacks: [{ argument: 1, runs: 'later', cleanup: 'returned', phase: 'setup' }] },
    readable: { returns: 'store', callbacks: [{ argument: 1, runs: 'later', cleanup: 'returned', phase: 'setup' }] },
    derived: { returns: 'store', callbacks: [{ argument: 1, runs: 'later', cleanup: 'returned', phase: 'setup' }] },
  },
  declared: { Readable: 'store', Writable: 'store' },
  types: { store },
});
