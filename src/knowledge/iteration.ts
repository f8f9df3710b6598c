import { defineLibrary, type ApiType, type Callback, type Member, type Operation } from './library.js';
import { declares, inMemory, inMemoryWrite, later, members, run } from './members.js';

/** What the loop made by an iteration member gives back, which tells how to rewrite it. */
export type IterationResult =
  /** One value per element, in order: the promises of `map`. */
  | 'mapped'
  /** Arrays that are joined. */
  | 'flattened'
  /** The elements for which the callback holds; a promise always does. */
  | 'selected'
  /** One element, an index or a boolean; the callback stops being called as soon as the answer is known. */
  | 'first'
  /** One value carried from element to element: the callback depends on what the one before gave back. */
  | 'accumulated'
  /** Nothing: the promises of the callback are lost. */
  | 'nothing';

/** An array method that calls back once per element. */
export interface IterationMember {
  readonly result: IterationResult;
  /** Which parameter of the callback is the element; 0 when left out. */
  readonly element?: number;
  /** Parameters that are the index and the accumulator. */
  readonly index?: number;
  readonly accumulator?: number;
  /** Stops at the first element that decides. */
  readonly stops?: boolean;
}

const indexed = { index: 1 } as const;

/** Members of Array, ReadonlyArray, typed arrays, and (those they have) NodeList, Map and Set. The callback is the first argument. */
export const iterationMembers: Readonly<Record<string, IterationMember>> = {
  forEach: { result: 'nothing', ...indexed },
  map: { result: 'mapped', ...indexed },
  flatMap: { result: 'flattened', ...indexed },
  filter: { result: 'selected', ...indexed },
  some: { result: 'first', stops: true, ...indexed },
  every: { result: 'first', stops: true, ...indexed },
  find: { result: 'first', stops: true, ...indexed },
  findIndex: { result: 'first', stops: true, ...indexed },
  findLast: { result: 'first', stops: true, ...indexed },
  findLastIndex: { result: 'first', stops: true, ...indexed },
  reduce: { result: 'accumulated', accumulator: 0, element: 1, index: 2 },
  reduceRight: { result: 'accumulated', accumulator: 0, element: 1, index: 2 },
};

/** Callbacks that compare two elements: called more than once per element. */
export const comparingMembers: readonly string[] = ['sort', 'toSorted'];

/** Static functions that call back once per element of their first argument: `Array.from(xs, callback)`. */
export const iterationFunctions: Readonly<Record<string, { readonly over: number; readonly callback: number; readonly result: IterationResult }>> = {
  'Array.from': { over: 0, callback: 1, result: 'mapped' },
  'Array.fromAsync': { over: 0, callback: 1, result: 'mapped' },
  'Object.groupBy': { over: 0, callback: 1, result: 'selected' },
  'Map.groupBy': { over: 0, callback: 1, result: 'selected' },
};

/** Members and functions that give an iterable of the elements: a `for` over one is a loop over the receiver or first argument. */
export const elementSources = {
  members: ['values', 'entries', 'keys', 'slice', 'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat', 'flat', 'splice', 'toSpliced', 'with'],
  functions: ['Object.values', 'Object.keys', 'Object.entries', 'Array.from', 'Array.of'],
} as const;

/** Calls after which a collection has at most as many elements as their arguments say: `xs.slice(0, 10)`. `chunk` and kin cut into pieces. */
export const bounding: Readonly<Record<string, readonly string[]>> = {
  members: ['slice', 'splice', 'take'],
  functions: ['chunk', 'take', 'takeRight', 'sampleSize', 'chunkArray', 'splitEvery', 'batch', 'slice'],
};

/** Calls that give as many elements as they were given, or fewer: members of a list, functions of one, and functions by their last name that take a list first. */
export const sizeKeeping: Readonly<Record<'members' | 'functions' | 'ofLists' | 'namespaces', readonly string[]>> = {
  members: ['map', 'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'values', 'keys', 'entries'],
  functions: ['Promise.all', 'Promise.allSettled', 'Array.from'],
  ofLists: ['uniq', 'uniqBy', 'unique', 'compact', 'filter', 'reject', 'map', 'sortBy', 'orderBy', 'reverse', 'shuffle', 'without'],
  namespaces: ['_', 'lodash', 'R'],
};

/** What functions that wait for an array of promises are called: only a call of that name is asked for what it is. */
export const promiseCombinators: ReadonlySet<string> = new Set(['all', 'allSettled', 'any', 'race']);

/** What may be awaited for each element in turn, as `for await` does. */
export const streaming: readonly string[] = ['AsyncIterable', 'AsyncIterator', 'AsyncGenerator', 'AsyncIterableIterator', 'ReadableStream', 'Readable'];

const each: Callback = { argument: 0, runs: 'each' };
const iterating: Readonly<Record<string, Member>> = Object.fromEntries(
  Object.entries(iterationMembers).map(([name, { element, result }]) => [
    name,
    {
      operation: inMemory,
      callbacks: [{ ...each, ...(element ? { element } : {}) }],
      ...(result === 'selected' ? { returns: 'array' } : {}),
    },
  ]),
);
const only = (names: string): Readonly<Record<string, Member>> => Object.fromEntries(names.split(' ').flatMap((name) => (iterating[name] ? [[name, iterating[name]]] : [])));
const wait: Operation = { channel: 'memory', effect: 'read', rows: 'none' };

const readonlyArray: ApiType = {
  members: {
    ...iterating,
    ...members('at includes indexOf lastIndexOf join keys entries values', run(inMemory)),
    ...members('concat slice flat toSorted toReversed toSpliced with', { ...run(inMemory), returns: 'array' }),
  },
};
const array: ApiType = {
  extends: 'readonlyArray',
  members: {
    ...members('push pop shift unshift', run(inMemoryWrite)),
    ...members('sort reverse copyWithin splice fill', { ...run(inMemoryWrite), returns: 'array' }),
  },
};

/** Collections of the language: namesakes of queries (`get`, `find`, `delete`, `all`) that never leave the process. */
export const collections = defineLibrary({
  id: 'collections',
  label: 'JavaScript',
  packages: [],
  typings: { package: 'lib.es', version: '6' },
  globals: {
    Array: { type: 'arrayClass' },
    ...members('Map WeakMap', { type: 'mapClass' }),
    ...members('Set WeakSet', { type: 'setClass' }),
    WeakRef: { type: 'weakRefClass' },
    Promise: { type: 'promiseClass' },
    Object: { type: 'objectFunctions' },
    JSON: { type: 'json' },
    Reflect: { type: 'reflect' },
  },
  declared: {
    Array: 'array',
    ReadonlyArray: 'readonlyArray',
    ...declares(
      'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array',
      'typedArray',
    ),
    Map: 'map',
    ReadonlyMap: 'readonlyMap',
    WeakMap: 'weakMap',
    Set: 'set',
    ReadonlySet: 'readonlySet',
    WeakSet: 'weakSet',
    Promise: 'promise',
    Date: 'date',
    RegExp: 'regExp',
    String: 'string',
  },
  types: {
    arrayClass: {
      construct: { returns: 'array' },
      members: {
        from: { ...run(inMemory), returns: 'array', callbacks: [{ argument: 1, runs: 'each', over: 0 }] },
        of: { returns: 'array' },
        isArray: run(inMemory),
      },
    },
    array,
    readonlyArray,
    typedArray: { members: { ...only('forEach map filter some every find findIndex reduce reduceRight'), ...members('slice subarray', { returns: 'self' }), set: run(inMemoryWrite) } },
    mapClass: { construct: { returns: 'map' } },
    map: { extends: 'readonlyMap', members: { ...members('delete clear', run(inMemoryWrite)), set: { ...run(inMemoryWrite), returns: 'self' } } },
    readonlyMap: { members: { ...only('forEach'), ...members('get has keys values entries', run(inMemory)) } },
    weakMap: { members: { ...members('get has', run(inMemory)), ...members('set delete', run(inMemoryWrite)) } },
    setClass: { construct: { returns: 'set' } },
    set: { extends: 'readonlySet', members: { ...members('delete clear', run(inMemoryWrite)), add: { ...run(inMemoryWrite), returns: 'self' } } },
    readonlySet: { members: { ...only('forEach'), ...members('has keys values entries', run(inMemory)) } },
    weakSet: { members: { has: run(inMemory), ...members('add delete', run(inMemoryWrite)) } },
    weakRefClass: { construct: { returns: 'weakRef' } },
    weakRef: { members: { deref: run(inMemory) } },
    promiseClass: {
      construct: { returns: 'promise', callbacks: [{ argument: 0, runs: 'once' }] },
      members: {
        all: { combines: 'all', returns: 'array' },
        allSettled: { combines: 'settled', returns: 'array' },
        any: { combines: 'any' },
        race: { combines: 'race' },
        ...members('resolve reject', { operation: wait }),
      },
    },
    promise: { members: { then: { callbacks: [later(0), later(1)] }, catch: { callbacks: [later(0)] }, finally: { callbacks: [later(0)] } } },
    objectFunctions: {
      members: {
        ...members('keys values entries', { ...run(inMemory), returns: 'array' }),
        ...members('assign create defineProperty freeze fromEntries', run(inMemory)),
      },
    },
    json: { members: members('parse stringify', run(inMemory)) },
    reflect: { members: { ...members('get has', run(inMemory)), ...members('set deleteProperty', run(inMemoryWrite)) } },
    date: { members: { ...members('getTime toISOString', run(inMemory)), setTime: run(inMemoryWrite) } },
    regExp: { members: members('exec test', run(inMemory)) },
    string: { members: members('at includes indexOf match matchAll replace search slice split', run(inMemory)) },
  },
});
