import type { ProfileSet } from '../profile.js';
import { callTreeOf, type CallGraph, type CalledFunction } from './call-graph.js';
import { UnreadableProfile, type Format } from './format.js';
import { MarshalError, MarshalledPairs, unmarshal, type Marshalled, type MarshalledList } from './marshal.js';
import { ProfileBuilder } from './profile-builder.js';
import { CUT_OFF } from './reading.js';

/**
 * Python's `cProfile` and `profile`: a marshalled dictionary of (file, line, function) to (primitive calls, calls, own seconds, seconds
 * with callees, callers with the same four numbers). https://github.com/python/cpython/blob/main/Lib/pstats.py
 */
export const pstats: Format = { id: 'pstats', title: 'Python pstats', extensions: ['.pstats', '.prof'], recognises, read };

function recognises(bytes: Uint8Array): boolean {
  const [OPEN_DICTIONARY, KEEPS_REFERENCE] = [0x7b, 0x80];
  if (((bytes[0] ?? 0) & ~KEEPS_REFERENCE) !== OPEN_DICTIONARY) return false;
  // The first key is a tuple of three.
  const second = bytes[1] ?? 0;
  const small = (second & ~KEEPS_REFERENCE) === 0x29 && bytes[2] === 3;
  const long = (second & ~KEEPS_REFERENCE) === 0x28 && bytes[2] === 3 && bytes[3] === 0 && bytes[4] === 0 && bytes[5] === 0;
  return small || long;
}

function read(bytes: Uint8Array, name: string): ProfileSet {
  const builder = new ProfileBuilder();
  const pairs: (readonly [Marshalled, Marshalled])[] = [];
  try {
    unmarshal(bytes, (key, value) => pairs.push([key, value]));
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
    if (pairs.length === 0) throw new UnreadableProfile(`The file is no profile of Python's: ${error.message}.`);
    builder.note(error.message === 'it ends early' ? CUT_OFF : `The rest of the file cannot be read: ${error.message}.`);
  }
  const graph = graphOf(pairs, builder);
  if (graph.length === 0) throw new UnreadableProfile('The file holds no function that ran.');
  callTreeOf(graph, builder);
  builder.note('Python keeps who called whom, not whole stacks: beyond one caller, times are shared out in proportion. They are wall-clock times, waiting included.');
  return { profiles: [builder.build({ name, kind: 'cpu', unit: 'microseconds', timed: false })], capture: undefined };
}

function graphOf(pairs: readonly (readonly [Marshalled, Marshalled])[], builder: ProfileBuilder): CallGraph {
  const indexOfFrame = new Map<number, number>();
  const functions: (CalledFunction & { readonly callers: { caller: number; calls: number; self: number; total: number }[] })[] = [];
  const rows = pairs.flatMap(([key, value]) => {
    const frame = frameOf(key, builder);
    const row = Array.isArray(value) ? (value as MarshalledList) : [];
    if (frame === undefined || row.length < 4) {
      builder.note('Some entries are not as Python writes them: they are left out.');
      return [];
    }
    if (!indexOfFrame.has(frame)) {
      indexOfFrame.set(frame, functions.length);
      functions.push({ frame, self: microseconds(row[2]), total: microseconds(row[3]), callers: [] });
    }
    return [{ frame, callers: row[4] }];
  });
  for (const { frame, callers } of rows) {
    const called = functions[indexOfFrame.get(frame) ?? -1];
    for (const [key, value] of callers instanceof MarshalledPairs ? callers.pairs : []) {
      const caller = indexOfFrame.get(frameOf(key, builder) ?? -1);
      if (caller === undefined) continue;
      // The module `profile` keeps how often, and no times.
      const row: MarshalledList = Array.isArray(value) ? (value as MarshalledList) : [value, value, undefined, undefined];
      called?.callers.push({ caller, calls: amount(row[1]), self: microseconds(row[2]), total: microseconds(row[3]) });
    }
  }
  return functions;
}

function frameOf(key: Marshalled, builder: ProfileBuilder): number | undefined {
  if (!Array.isArray(key) || key.length !== 3) return undefined;
  const [file, line, name] = key as MarshalledList;
  const url = textOf(file);
  const called = textOf(name);
  // What is built in has the file "~".
  const place = url === '~' || url === '' ? '' : url;
  return builder.frame(called, place, amount(line), 0);
}

function textOf(value: Marshalled): string {
  return typeof value === 'string' ? value : value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

function microseconds(value: Marshalled): number {
  return amount(value) * 1e6;
}

function amount(value: Marshalled): number {
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0;
  return number >= 0 && number < 1e15 ? number : 0;
}
