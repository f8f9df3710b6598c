import type { Acquisition, Callback, Member, Operation } from './library.js';

/** The same member under each of the names, which are separated by white space. */
export function members(names: string, member: Member): Readonly<Record<string, Member>> {
  return Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, member]));
}

/** Every type name, separated by white space, leads to the one API type. */
export function declares(names: string, type: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, type]));
}

/** A member that only does `operation`. */
export const run = (operation: Operation): Member => ({ operation });

/** A callback that runs after the call has returned. */
export const later = (argument: number): Callback => ({ argument, runs: 'later' });

/** A look-alike of a query that stays in the process. */
export const inMemory: Operation = { channel: 'memory', effect: 'read', rows: 'none', synchronous: true };

/** A look-alike of a write that stays in the process. */
export const inMemoryWrite: Operation = { channel: 'memory', effect: 'write', rows: 'none', synchronous: true };

/** `target.addEventListener(event, listener)` and its kin: removed on the same receiver with the same event and listener. */
export function listener(resource: string, ...removers: readonly string[]): Acquisition {
  return { resource, kind: 'listener', release: { receiver: removers, matching: 2 } };
}

/** A value with `dispose()`. */
export function disposable(resource: string): Acquisition {
  return { resource, kind: 'disposable', release: { methods: ['dispose'] } };
}
