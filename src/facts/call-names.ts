/**
 * What the name of a function promises when nothing else is known of it: the last word, never proof.
 * read: looks something up · write: changes something · guard: throws or redirects unless all is well · wait: lets time
 * or an event pass · unknown: the name does not say.
 */
export type NamedEffect = 'read' | 'write' | 'guard' | 'wait' | 'unknown';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const READS = words(
  'get find list count fetch load is has read query search lookup retrieve select exists exist stat lstat readdir realpath describe ' +
  'head scan aggregate first glob download distinct paginate',
);

const WRITES = words(
  'create update delete remove save send emit insert upsert set put post patch add push publish dispatch enqueue write append copy cp move ' +
  'rename mkdir rm rmdir unlink upload sync flush commit rollback migrate drop truncate clear reset destroy register unregister deregister ' +
  'subscribe unsubscribe start stop open close connect disconnect init initialize initialise install mark archive restore enable disable ' +
  'assign attach detach link grant revoke invite notify track record log increment decrement incr decr bump toggle submit charge pay refund ' +
  'cancel complete finish trigger schedule invalidate revalidate refresh seed store persist merge replace swap purge evict touch ack nack ban ' +
  'approve reject accept decline join leave execute exec run spawn apply process handle lock acquire release unlock reserve claim consume ' +
  'pop shift take next begin end setup teardown bootstrap mount unmount render goto click fill type press navigate del expire rotate ' +
  'transfer withdraw deposit generate build prepare ensure login logout sign signin signout signup provision deploy import attempt retry',
);

const GUARDS = words('assert ensure validate verify check require authorize authorise authenticate auth must enforce restrict guard protect expect invariant demand forbid throw limit ratelimit throttle');

const WAITS = words('sleep delay wait pause timeout backoff debounce poll tick settle until confirm prompt ask question');

/** Words before the verb that say nothing about the effect: `safeGetUser`, `$queryRaw`, `internalFind`. */
const PREFIXES = words('safe safely try maybe async internal do cached unsafe unstable raw my bulk batch parallel lazy lazily sync admin server client api db');

/** `getHTTPUrl2` -> get http url 2. */
export function wordsOf(name: string): readonly string[] {
  return name.replace(/[$_#]+/g, ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').toLowerCase().trim().split(/\s+/).filter((word) => word.length > 0);
}

/** What a name says its function does. */
export function namedEffect(name: string): NamedEffect {
  const parts = wordsOf(name);
  const start = parts.findIndex((word) => !PREFIXES.has(word));
  const verbs = start < 0 ? parts : parts.slice(start);
  const verb = verbs[0];
  if (verb === undefined) return 'unknown';
  if (combinesWrite(verbs)) return 'write';
  if (verbs.some((word, index) => word === 'and' && index > 0 && GUARDS.has(verbs[index + 1] ?? ''))) return 'guard'; // `findAndValidate`
  if (WAITS.has(verb)) return 'wait';
  // `ensureDir` and `generateKey` make something, but whether they refuse cannot be told: a guard is the careful reading.
  if (GUARDS.has(verb)) return 'guard';
  if (READS.has(verb)) return 'read';
  if (WRITES.has(verb)) return 'write';
  return verbs.at(-1) === 'exists' || (verbs.length > 1 && verbs.at(-1) === 'count') ? 'read' : 'unknown';
}

/** `findOrCreate`, `getAndIncrement`, `findOneAndUpdate`, `loadAndCache`. */
function combinesWrite(parts: readonly string[]): boolean {
  return parts.some((word, index) => (word === 'or' || word === 'and') && index > 0 && (WRITES.has(parts[index + 1] ?? '') || parts[index + 1] === 'cache'));
}

/** Names of calls that only report what happens: they do not decide what other calls do. */
const REPORTS = /^(?:log|info|warn|error|debug|trace|verbose|time|timeEnd|timeLog|mark|measure|addBreadcrumb|setTag|setTags|setContext|setAttribute|setAttributes|addEvent|captureMessage|increment|gauge|timing|histogram|report|progress)$/;
const REPORTERS = /^(?:console|log|logger|_logger|winston|pino|debug|sentry|span|tracer|metrics|telemetry|statsd|activeSpan|performance)$/i;

/** `logger.info(…)`, `console.log(…)`, `debug(…)`, `span.setAttribute(…)`. */
export function isReporting(receiver: string | undefined, method: string): boolean {
  return receiver === undefined ? /^(?:log|debug|warn|info|error|trace|logger)$/.test(method) : REPORTS.test(method) || REPORTERS.test(receiver);
}

/** Receivers that are one conversation, where every call builds on the ones before: a browser page, a stream, a working tree. */
const CONVERSATIONS = /^(?:page|browser|browserContext|frame|locator|screen|driver|expect|cdp|cdpSession|reader|writer|stream|readable|writable|socket|ws|rl|readline|cursor|iterator|iter|generator|mutex|semaphore|canvas|editor|terminal|shell|sandbox|repl|wizard|prompts?|inquirer)$/i;

/** Whether a receiver's name says that calls on it must keep their order. */
export function isConversation(receiver: string): boolean {
  return CONVERSATIONS.test(receiver);
}
