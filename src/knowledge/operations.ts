import type { Channel, Member, Operation, Rows } from './library.js';

type Details = Omit<Operation, 'channel' | 'effect' | 'rows'>;
type Result = Omit<Member, 'operation'>;

/** Members that read and write over one channel, so that a table's line says only what is particular to the member. */
export const over = (channel: Channel) => ({
  read: (rows: Rows, details: Details = {}, result: Result = {}): Member => ({ operation: { channel, effect: 'read', rows, ...details }, ...result }),
  write: (rows: Rows, details: Details = {}, result: Result = {}): Member => ({ operation: { channel, effect: 'write', rows, ...details }, ...result }),
  readWrite: (rows: Rows, details: Details = {}, result: Result = {}): Member => ({ operation: { channel, effect: 'read-write', rows, ...details }, ...result }),
});

/** The same member under several names. */
export const named = (names: string, member: Member): Record<string, Member> =>
  Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, member]));

/** Builder members that return the builder. */
export const chain = (names: string): Record<string, Member> => named(names, { returns: 'self' });

/** Members that are known to have no effect of their own: factories, metadata, life cycle. */
export const inert = (names: string): Record<string, Member> => named(names, {});
