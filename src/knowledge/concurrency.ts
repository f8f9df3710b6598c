import { defineLibrary, type Callback, type Member } from './library.js';
import { members } from './members.js';

/** Over the first argument, the callback being the second. */
const over = (concurrency: Callback['concurrency'], more: Partial<Callback> = {}): Member => ({
  callbacks: [{ argument: 1, runs: 'each', over: 0, ...(concurrency ? { concurrency } : {}), ...more }],
});
/** With a limit as the second argument and the callback as the third. */
const limited: Member = { callbacks: [{ argument: 2, runs: 'each', over: 0, concurrency: 'bounded' }] };
const reducing: Member = { callbacks: [{ argument: 2, runs: 'each', over: 0, element: 1, concurrency: 'serial' }] };

const asyncForms: Readonly<Record<string, Member>> = {
  ...members('each forEach eachOf forEachOf map mapValues filter select reject some any every all detect find sortBy concat groupBy transform flatMap', over('unbounded')),
  ...members('eachSeries forEachSeries eachOfSeries mapSeries mapValuesSeries filterSeries rejectSeries someSeries everySeries detectSeries concatSeries groupBySeries', over('serial')),
  ...members('eachLimit forEachLimit eachOfLimit mapLimit mapValuesLimit filterLimit rejectLimit someLimit everyLimit detectLimit concatLimit groupByLimit', limited),
  ...members('reduce inject foldl reduceRight', reducing),
};
// `transform` takes an accumulator between.
const { transform: _, ...asyncMembers } = asyncForms;

export const async = defineLibrary({
  id: 'async',
  label: 'async',
  packages: ['async', 'async-es'],
  typings: { package: '@types/async', version: '3' },
  exports: { ...asyncMembers, default: { type: 'async' }, '*': { type: 'async' } },
  types: { async: { members: asyncMembers } },
});

/** `Bluebird.map(xs, fn, { concurrency })`. */
const statics: Readonly<Record<string, Member>> = {
  ...members('map filter', over('unbounded')),
  ...members('each mapSeries', over('serial')),
  reduce: { callbacks: [{ argument: 1, runs: 'each', over: 0, element: 1, concurrency: 'serial' }] },
  all: { combines: 'all' },
  ...members('any race', { combines: 'race' }),
  delay: { operation: { channel: 'timer', effect: 'read', rows: 'none', delay: true, ordered: true } },
};

export const bluebird = defineLibrary({
  id: 'bluebird',
  label: 'Bluebird',
  packages: ['bluebird'],
  typings: { package: '@types/bluebird', version: '3' },
  exports: { default: { type: 'static' }, '*': { type: 'static' } },
  declared: { Bluebird: 'promise', default: 'promise' },
  types: {
    static: { construct: { returns: 'promise' }, members: statics },
    /** The elements are what the promise resolves to. */
    promise: {
      members: {
        ...members('map filter', { callbacks: [{ argument: 0, runs: 'each', concurrency: 'unbounded' }] }),
        ...members('each mapSeries', { callbacks: [{ argument: 0, runs: 'each', concurrency: 'serial' }] }),
        reduce: { callbacks: [{ argument: 0, runs: 'each', element: 1, concurrency: 'serial' }] },
      },
    },
  },
});

export const pMap = defineLibrary({
  id: 'p-map',
  label: 'p-map',
  packages: ['p-map'],
  typings: { package: 'p-map', version: '7' },
  // `concurrency` is Infinity until it is given.
  exports: { default: over('unbounded') },
  types: {},
});

export const pSeries = defineLibrary({
  id: 'p-each-series',
  label: 'p-each-series',
  packages: ['p-each-series', 'p-map-series'],
  typings: { package: 'p-map-series', version: '3' },
  exports: { default: over('serial') },
  types: {},
});

/** `limit(() => work())`: every call joins a queue of which so many run at once. */
export const pLimit = defineLibrary({
  id: 'p-limit',
  label: 'p-limit',
  packages: ['p-limit'],
  typings: { package: 'p-limit', version: '7' },
  exports: { default: { returns: 'limit' } },
  declared: { LimitFunction: 'limit' },
  types: {
    limit: {
      call: { callbacks: [{ argument: 0, runs: 'once', concurrency: 'bounded' }] },
      members: { map: { callbacks: [{ argument: 1, runs: 'each', over: 0, concurrency: 'bounded' }] } },
    },
  },
});

export const pQueue = defineLibrary({
  id: 'p-queue',
  label: 'p-queue',
  packages: ['p-queue'],
  typings: { package: 'p-queue', version: '9' },
  exports: { default: { type: 'queueClass' } },
  types: {
    queueClass: { construct: { returns: 'queue' } },
    queue: { members: members('add addAll', { callbacks: [{ argument: 0, runs: 'once', concurrency: 'bounded' }] }) },
  },
});

/** A package that runs many asynchronous functions, a given number of them at a time. */
export interface BoundedRunner {
  readonly package: string;
  /** What its default export is usually called. */
  readonly name: string;
  /** map: `pMap(xs, fn, { concurrency: 10 })` gives a promise of all results · limit: `const limit = pLimit(10)`, then `limit(fn)` for each. */
  readonly form: 'map' | 'limit';
}

/** In the order of preference. `Array.fromAsync` is none of them: it waits for each before it starts the next. */
export const boundedRunners: readonly BoundedRunner[] = [
  { package: 'p-map', name: 'pMap', form: 'map' },
  { package: 'p-limit', name: 'pLimit', form: 'limit' },
];
