import { defineLibrary, type Member } from './library.js';
import { members } from './members.js';

const subscribe: Member = {
  acquires: { resource: 'store subscription', kind: 'cleanup-function', release: { call: true } },
  callbacks: [{ argument: 0, runs: 'later' }],
};
const store = { members: { subscribe } };

/** A rune: it runs when the component is mounted and again after changes. */
const effect: Member = { callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned', phase: 'setup' }] };

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

/** What the compiler of Svelte 5 makes known to every component. */
export const svelteRunes = defineLibrary({
  id: 'svelte-runes',
  label: 'Svelte',
  packages: [],
  globals: { $effect: { type: 'effect' } },
  types: {
    effect: {
      call: effect,
      members: { pre: effect, root: { callbacks: [{ argument: 0, runs: 'once' }], acquires: { resource: 'effect root', kind: 'cleanup-function', release: { call: true } } } },
    },
  },
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

/** Modules the build makes. Their stores live as long as the page: what subscribes to one has to end that itself. */
export const svelteKit = defineLibrary({
  id: 'svelte-kit',
  label: 'SvelteKit',
  packages: ['$app/stores', '$app/navigation'],
  exports: {
    ...members('page navigating updated', { type: 'store' }),
    // Both end with the component that calls them.
    ...members('beforeNavigate afterNavigate', { callbacks: [{ argument: 0, runs: 'later' }] }),
    onNavigate: { callbacks: [{ argument: 0, runs: 'later', cleanup: 'returned' }] },
  },
  types: { store },
});
