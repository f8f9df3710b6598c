import type { Channel } from './library.js';

/** Where other work of a round goes, which no statement could take along. */
export const elsewhereChannels: ReadonlySet<Channel> = new Set(['http', 'storage', 'queue', 'process', 'network', 'fs']);

/** Verbs of calls that do something outside the database, when nothing else is known of them. */
export const outwardVerbs: ReadonlySet<string> = new Set(`send emit publish upload dispatch enqueue notify invite trigger charge pay refund deploy provision run spawn process generate
  render write copy move install deliver schedule acquire lock sign submit`.split(/\s+/));

/** Verbs of calls that make something of one element, when nothing is known of them: its hash, its file, its picture. */
export const makingVerbs: ReadonlySet<string> = new Set(`hash encrypt decrypt compress transcode convert resize embed put upload download transcribe translate summarize extract`.split(/\s+/));

/** Verbs of calls that wait for a turn, at a lock or a semaphore. */
export const turnVerbs: ReadonlySet<string> = new Set(['acquire', 'lock']);
