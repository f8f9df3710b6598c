import { countWords } from '../amount.js';
import type { SampleTable } from '../profile.js';

/** What a file says of time, in microseconds; NaN where it says nothing. */
export interface TimesOfFile {
  readonly startTime: number;
  readonly endTime: number;
  /** Before each sample, the first since `startTime`; NaN where the file has no number. Becomes the result's own. */
  readonly timeDeltas: Float64Array;
  /** Samples that the file says were taken, which may be more than it holds. */
  readonly hits: number;
}

export interface TimedSamples {
  readonly samples: SampleTable;
  readonly startedAt: number | undefined;
  readonly notes: readonly string[];
}

/** Longer between two samples is a broken clock: four months. */
const LONGEST_DELTA = 1e13;

/** V8 itself now and then writes neighbours in the wrong order: one in so many samples is not worth a word. */
const USUAL_FALLS = 100;

/**
 * Samples with their times, by the rules of Chrome DevTools (`CPUProfileDataModel`): each lasts until the next; deltas below zero make
 * samples stand in the order of their times. Unlike there, the last one lasts until the file's end time when that comes after it, and
 * only else as long as the others do on average.
 * @param node becomes the result's own
 */
export function timedSamples(node: Uint32Array, times: TimesOfFile): TimedSamples {
  const notes: string[] = [];
  const count = node.length;
  const deltas = sanitised(times.timeDeltas.subarray(0, count), notes);
  const { startTime, endTime } = times;
  const lead = deltas[0] ?? 0;
  const known = deltas.length;
  const start = new Float64Array(count + 1);
  let falls = 0;
  for (let sample = 1; sample < known; sample++) {
    const delta = deltas[sample] as number;
    start[sample] = (start[sample - 1] as number) + delta;
    if (delta < 0) falls++;
  }
  const end = endTime - startTime - lead;
  if (known < count) spread(start, known, times.hits, end, notes);
  let first = 0;
  if (falls > 0) {
    if (falls * USUAL_FALLS > count) notes.push(`${countWords(falls, 'sample was', 'samples were')} written out of order: all stand in the order of their times.`);
    first = sort(node, start);
  }
  const last = start[count - 1] ?? 0;
  const whole = end - first;
  start[count] = whole >= last ? whole : last + (count > 1 ? Math.round(last / (count - 1)) : 0);
  return { samples: { count, node, start }, startedAt: Number.isFinite(startTime) ? startTime + lead + first : undefined, notes };
}

function sanitised(deltas: Float64Array, notes: string[]): Float64Array {
  let broken = 0;
  for (let index = 0; index < deltas.length; index++) {
    if (Math.abs(deltas[index] as number) <= LONGEST_DELTA) continue;
    deltas[index] = 0;
    broken++;
  }
  if (broken > 0) notes.push(`${countWords(broken, 'time between samples is no time: it counts', 'times between samples are no times: they count')} as none.`);
  return deltas;
}

/** Samples without a time follow the others at even distances, up to the end of the run where it is known. */
function spread(start: Float64Array, known: number, hits: number, end: number, notes: string[]): void {
  const count = start.length - 1;
  const from = known === 0 ? 0 : (start[known - 1] as number);
  const left = Math.max(hits, count) - Math.max(known - 1, 0);
  const distance = end > from ? (end - from) / left : known > 1 ? from / (known - 1) : 0;
  const first = Math.max(known, 1);
  for (let sample = first; sample < count; sample++) start[sample] = from + Math.round((sample - first + 1) * distance);
  const missing = known === 0 ? 'No sample has' : countWords(count - known, 'sample does not have', 'samples do not have');
  notes.push(`${missing} a time in the file: they are taken to be equally far apart.`);
}

/** Moves per sample above which samples are no more sorted by moving each to its place. */
const MOVES = 16;

/** Puts samples into the order of their times, those of one time as they stood; answers the earliest, which becomes 0. */
function sort(node: Uint32Array, start: Float64Array): number {
  const count = node.length;
  let moves = count * MOVES;
  for (let sample = 1; sample < count && moves > 0; sample++) moves -= insert(node, start, sample);
  if (moves <= 0) sortByIndex(node, start);
  const first = start[0] ?? 0;
  if (first !== 0) for (let sample = 0; sample < count; sample++) start[sample] = (start[sample] as number) - first;
  return first;
}

/** Moves a sample before all that are later than it, which stand in order; answers how many they are. */
function insert(node: Uint32Array, start: Float64Array, sample: number): number {
  const time = start[sample] as number;
  const moved = node[sample] as number;
  let place = sample;
  for (; place > 0 && (start[place - 1] as number) > time; place--) {
    start[place] = start[place - 1] as number;
    node[place] = node[place - 1] as number;
  }
  start[place] = time;
  node[place] = moved;
  return sample - place;
}

function sortByIndex(node: Uint32Array, start: Float64Array): void {
  const order = Uint32Array.from(node, (_, sample) => sample).sort((a, b) => (start[a] as number) - (start[b] as number));
  const starts = Float64Array.from(order, (sample) => start[sample] as number);
  node.set(Uint32Array.from(order, (sample) => node[sample] as number));
  start.set(starts);
}
