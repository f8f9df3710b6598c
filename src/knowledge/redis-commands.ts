import type { Member } from './library.js';
import { members } from './members.js';
import { over } from './operations.js';

const { read, write, readWrite } = over('cache');

interface Naming {
  /** How the client spells a Redis command: `hgetall`, `hGetAll`. */
  readonly spell: (command: string) => string;
  /** Commands of one tick are written to the socket together. */
  readonly autoBatched: boolean;
}

const words = (names: string): string[] => names.trim().split(/\s+/);

/** Commands by what they do; a hyphen separates the words that camelCase spelling joins. */
export function redisCommands({ spell, autoBatched }: Naming): Readonly<Record<string, Member>> {
  const pipelined = autoBatched ? { autoBatched } : {};
  const all = (names: string, member: Member): Readonly<Record<string, Member>> => members(words(names).map(spell).join(' '), member);
  return {
    ...all('get', read('one', { ...pipelined, batch: `\`${spell('m-get')}\`` })),
    ...all('h-get', read('one', { ...pipelined, batch: `\`${spell('hm-get')}\`` })),
    ...all('get-ex get-del get-set', readWrite('one', { ...pipelined, batch: 'one pipeline' })),
    ...all('m-get hm-get sm-is-member zm-score exists touch', read('page', { ...pipelined, acceptsMany: true })),
    ...all('h-get-all h-keys h-vals s-members', read('many', { ...pipelined, batch: 'one pipeline' })),
    // Walks the whole key space and blocks the server meanwhile: SCAN is the bounded form.
    ...all('keys', read('many', { ...pipelined, batch: `\`${spell('scan')}\`` })),
    ...all('l-range z-range z-range-by-score x-range x-rev-range', read('many', { ...pipelined, bound: { options: ['LIMIT', 'COUNT'], positional: 2 }, batch: 'one pipeline' })),
    ...all('scan h-scan s-scan z-scan', read('page', pipelined)),
    ...all('str-len get-range h-len h-exists h-str-len l-len l-index s-card s-is-member z-card z-score z-rank z-rev-rank z-count x-len ttl p-t-t-l type bit-count pf-count db-size', read('count', { ...pipelined, batch: 'one pipeline' })),
    ...all('set', write('none', { ...pipelined, batch: `\`${spell('m-set')}\`, or one pipeline where keys expire` })),
    ...all('set-ex p-set-ex set-n-x append set-range set-bit incr incr-by incr-by-float decr decr-by expire p-expire expire-at p-expire-at persist rename rename-n-x', write('one', { ...pipelined, batch: 'one pipeline' })),
    ...all('m-set m-set-n-x', write('none', { ...pipelined, acceptsMany: true })),
    ...all('del unlink', write('none', { ...pipelined, acceptsMany: true, batch: `\`${spell('del')}\` with all keys` })),
    ...all('h-set h-del s-add s-rem l-push r-push l-push-x r-push-x z-add z-rem pf-add geo-add', write('none', { ...pipelined, acceptsMany: true, batch: 'all members in one call, or one pipeline' })),
    ...all('h-set-n-x h-incr-by h-incr-by-float z-incr-by l-set l-rem l-trim l-insert z-rem-range-by-score z-rem-range-by-rank x-add x-del x-ack x-trim', write('one', { ...pipelined, batch: 'one pipeline' })),
    ...all('l-pop r-pop s-pop z-pop-min z-pop-max r-pop-l-push', readWrite('one', { ...pipelined, batch: 'the count argument, or one pipeline' })),
    ...all('bl-pop br-pop x-read x-read-group', readWrite('page', { ...pipelined, ordered: true })),
    // A message, whose time and order are meant; nothing is stored.
    ...all('publish', over('queue').write('none', pipelined)),
    ...all('eval eval-sha flush-all flush-db', readWrite('one', pipelined)),
  };
}

/** What is left where keys lie on different nodes, which no command and no pipeline spans. */
export const acrossNodes = 'a few at a time with `Promise.all`, as the keys lie on different nodes';

/** Commands of a client for a cluster, where those that would take the keys of all elements fail. */
export function clusterCommands({ spell, autoBatched }: Naming): Readonly<Record<string, Member>> {
  const pipelined = { ...(autoBatched ? { autoBatched } : {}), batch: acrossNodes };
  return {
    ...members(spell('get'), read('one', pipelined)),
    ...members(spell('set'), write('none', pipelined)),
    ...members(`${spell('del')} ${spell('unlink')}`, write('none', { ...pipelined, acceptsMany: true })),
  };
}
