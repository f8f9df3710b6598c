import { countWords } from '../amount.js';
import { assembleProfile, type ProfileParts } from '../assemble.js';
import type { Capture, LineTicks, ProfileSet, ProfileUnit, SampleTable } from '../profile.js';
import { captureOf } from './capture.js';
import { CpuProfileScanner } from './cpuprofile-scanner.js';
import { UnreadableProfile, type Format } from './format.js';
import { unknownCalls } from './reading.js';
import { timedSamples } from './sample-times.js';
import type { V8Calls } from './v8-calls.js';

/** What V8 writes: `node --cpu-prof`, the inspector's `Profiler.stop`, Chrome DevTools, VS Code, Deno, Bun. */
export const cpuprofile: Format = {
  id: 'cpuprofile',
  title: 'V8 CPU profile (.cpuprofile)',
  extensions: ['.cpuprofile'],
  recognises: (head) => {
    const text = new TextDecoder().decode(head);
    return /^\uFEFF?\s*\{/.test(text) && /"(?:nodes|timeDeltas)"\s*:\s*\[/.test(text) && /"(?:callFrame|hitCount|samples|timeDeltas)"/.test(text);
  },
  read: (bytes, name) => readCpuProfile([bytes], name),
  readPieces: readCpuProfile,
};

/**
 * A V8 CPU profile out of pieces of its bytes, in order, of which none is needed after the next: so a file larger than memory wants to
 * hold can be read.
 * @throws UnreadableProfile
 */
export function readCpuProfile(pieces: Iterable<Uint8Array>, name: string): ProfileSet {
  const scanner = new CpuProfileScanner();
  for (const piece of pieces) scanner.push(piece);
  const ended = scanner.finish();
  if (ended === 'strange') throw new UnreadableProfile('The file is no JSON object, which every V8 CPU profile is.');
  if (scanner.calls.parent.count === 0) {
    throw new UnreadableProfile(ended === 'cut' ? 'The file ends before its first call: the program was stopped while it was being written.' : 'The file holds no call.');
  }
  const notes: string[] = [];
  if (ended === 'cut') notes.push('The file is cut off: this is what came before its end.');
  if (scanner.strange > 0) notes.push(`${countWords(scanner.strange, 'call cannot be read: it is', 'calls cannot be read: they are')} left out.`);
  if (scanner.frames.unreadable > 0) notes.push(`${countWords(scanner.frames.unreadable, 'call does not say of which function: it has', 'calls do not say of which function: they have')} no name.`);
  const capture = scannedCapture(scanner);
  notes.push(...(capture?.notes ?? []));
  const profile = assembleProfile(partsOf(scanner, name, notes));
  return { profiles: [profile], capture };
}

function scannedCapture({ capture }: CpuProfileScanner): Capture | undefined {
  if (capture.length === 0) return undefined;
  const decoder = new TextDecoder();
  return captureOf(capture.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode());
}

function partsOf(scanner: CpuProfileScanner, name: string, notes: string[]): ProfileParts {
  const { calls } = scanner;
  const { startTime, endTime } = plausibleTimes(scanner, notes);
  calls.connect();
  if (calls.repeated > 0) notes.push(`${countWords(calls.repeated, 'call has the id of another: its', 'calls have the id of another: their')} samples and callees count as the last one's.`);
  const common = {
    name, kind: 'cpu' as const, frames: scanner.frames.build(), parent: calls.parent.written().slice(), frame: new Uint32Array(calls.frame.written()), lineTicks: lineTicks(calls),
  };
  const hits = calls.hits.written();
  const allHits = hits.reduce((sum, each) => sum + each, 0);
  if (scanner.samples.count === 0) return { ...common, ...counted(hits, allHits, endTime - startTime, notes), notes };
  const node = sampledCalls(scanner, notes);
  const timed = timedSamples(node, { startTime, endTime, timeDeltas: scanner.timeDeltas.written(), hits: allHits });
  const { samples, startedAt } = timed;
  return { ...common, unit: 'microseconds', samples, ...(startedAt === undefined ? {} : { startedAt }), notes: [...notes, ...timed.notes, ...unequal(scanner, samples)] };
}

/** Microseconds that no run and no clock comes to: three thousand years. Sums of what is below are exact to the microsecond's fraction. */
const NO_TIME = 1e17;

/** Begin and end as far as they can be times. */
function plausibleTimes({ startTime, endTime }: CpuProfileScanner, notes: string[]): { readonly startTime: number; readonly endTime: number } {
  if (!(Math.abs(startTime) >= NO_TIME || Math.abs(endTime) >= NO_TIME)) return { startTime, endTime };
  notes.push('When the run began and ended is no time in the file: it lasts as long as its samples.');
  return { startTime: Number.NaN, endTime: Number.NaN };
}

function unequal(scanner: CpuProfileScanner, { count }: SampleTable): readonly string[] {
  const more = scanner.timeDeltas.count - count;
  return more > 0 ? [`The file has ${countWords(more, 'time more than samples: it is', 'times more than samples: they are')} left out.`] : [];
}

/** A file without samples still counts them by call. */
function counted(hits: Int32Array, allHits: number, duration: number, notes: string[]): { readonly self: Float64Array; readonly unit: ProfileUnit } {
  const timed = duration > 0 && allHits > 0;
  notes.push(timed ? 'The file has no samples, only how many there were in each call: there is no order of time.' : 'The file has no samples and no times: amounts are numbers of samples.');
  const each = timed ? duration / allHits : 1;
  return { self: Float64Array.from(hits, (count) => count * each), unit: timed ? 'microseconds' : 'samples' };
}

function sampledCalls({ samples: { values, count }, calls }: CpuProfileScanner, notes: string[]): Uint32Array {
  const node = new Uint32Array(count);
  let unknown = 0;
  for (let sample = 0; sample < count; sample++) {
    const call = calls.indexOf(values[sample] as number);
    if (call < 0) unknown++;
    else node[sample] = call;
  }
  if (unknown > 0) notes.push(unknownCalls(unknown));
  return node;
}

function lineTicks({ tickNode, tickLine, ticks }: V8Calls): LineTicks {
  return { count: ticks.count, node: new Uint32Array(tickNode.written()), line: tickLine.written().slice(), ticks: new Uint32Array(ticks.written()) };
}
