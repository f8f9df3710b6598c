import type { Acquisition, Channel, Member, Operation, Rows } from './library.js';
import { members } from './members.js';

type Details = Omit<Operation, 'channel' | 'effect' | 'rows'>;
type Result = Omit<Member, 'operation'>;

const does = (channel: Channel, effect: Operation['effect']) =>
  (rows: Rows, details: Details = {}, result: Result = {}): Member => ({ operation: { channel, effect, rows, ...details }, ...result });

/** Members that read and write over one channel, so that a table's line says only what is particular to the member. */
export const over = (channel: Channel) => ({
  read: does(channel, 'read'),
  write: does(channel, 'write'),
  readWrite: does(channel, 'read-write'),
});

/** Builder members that return the builder. */
export const chain = (names: string): Readonly<Record<string, Member>> => members(names, { returns: 'self' });

/** Members that are known to have no effect of their own: factories, metadata, life cycle. */
export const inert = (names: string): Readonly<Record<string, Member>> => members(names, {});

/** A connection, or a pool of them, that is given back by any of the methods. */
export function connection(resource: string, ...methods: readonly string[]): Acquisition {
  return { resource, kind: 'connection', release: { methods, promised: true } };
}

/** As `connection`, for what is closed at once: a database in the process. */
export function closedAtOnce(resource: string, ...methods: readonly string[]): Acquisition {
  return { resource, kind: 'connection', release: { methods } };
}

/** A connection taken from a pool for a while: lost to the pool for good on a path that does not give it back. */
export function pooled(resource: string, ...methods: readonly string[]): Acquisition {
  return { ...closedAtOnce(resource, ...methods), everyPath: true };
}

/** As `pooled`, where giving it back takes a while. */
export function pooledAsync(resource: string, ...methods: readonly string[]): Acquisition {
  return { ...connection(resource, ...methods), everyPath: true };
}
