import { assembleProfile, type ProfileParts } from '../assemble.js';
import { FrameKind, type Capture, type FrameTable, type LineTicks, type ProfileSet, type ProfileUnit, type SampleTable } from '../profile.js';
import { captureOf } from './capture.js';
import { CpuProfileScanner, NO_ID } from './cpuprofile-scanner.js';
import { UnreadableProfile, type Format } from './format.js';
import { timedSamples } from './sample-times.js';

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
  if (scanner.id.count === 0) {
    throw new UnreadableProfile(ended === 'cut' ? 'The file ends before its first call: the program was stopped while it was being written.' : 'The file holds no call.');
  }
  const notes: string[] = [];
  if (ended === 'cut') notes.push('The file is cut off: this is what came before its end.');
  if (scanner.strange > 0) notes.push(`${String(scanner.strange)} calls cannot be read: they are left out.`);
  if (scanner.frames.unreadable > 0) notes.push(`${String(scanner.frames.unreadable)} calls do not say of which function: they have no name.`);
  const profile = assembleProfile(partsOf(scanner, name, notes));
  return { profiles: [profile], capture: scannedCapture(scanner) };
}

function scannedCapture({ capture }: CpuProfileScanner): Capture | undefined {
  if (capture.length === 0) return undefined;
  const decoder = new TextDecoder();
  return captureOf(capture.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode());
}

/** Node 0 is a root of our own, which the file's becomes one with; the file's nodes are shifted by 1. */
function partsOf(scanner: CpuProfileScanner, name: string, notes: string[]): ProfileParts {
  const count = scanner.id.count;
  const nodeOf = nodesById(scanner, notes);
  const frame = new Uint32Array(count + 1);
  frame[0] = scanner.frames.add('(root)');
  frame.set(scanner.frame.written(), 1);
  const frames = scanner.frames.build();
  const common = { name, kind: 'cpu' as const, frames, parent: callers(scanner, nodeOf, frame, frames), frame, lineTicks: lineTicks(scanner) };

  const hits = scanner.hits.written();
  let allHits = 0;
  for (let node = 0; node < count; node++) allHits += hits[node] as number;
  if (scanner.samples.count === 0) return { ...common, ...counted(scanner, allHits, notes), notes };
  const { startTime, endTime } = scanner;
  const node = sampledNodes(scanner, nodeOf, notes);
  const timed = timedSamples(node, { startTime, endTime, timeDeltas: scanner.timeDeltas.written(), hits: allHits });
  const { samples, startedAt } = timed;
  return { ...common, unit: 'microseconds', samples, ...(startedAt === undefined ? {} : { startedAt }), notes: [...notes, ...timed.notes, ...unequal(scanner, samples)] };
}

function unequal(scanner: CpuProfileScanner, { count }: SampleTable): readonly string[] {
  const more = scanner.timeDeltas.count - count;
  return more > 0 ? [`The file has ${String(more)} more times than samples: they are left out.`] : [];
}

/** A file without samples still counts them by node. */
function counted(scanner: CpuProfileScanner, allHits: number, notes: string[]): { readonly self: Float64Array; readonly unit: ProfileUnit } {
  const duration = scanner.endTime - scanner.startTime;
  const timed = duration > 0 && allHits > 0;
  notes.push(timed ? 'The file has no samples, only how many there were in each call: there is no order of time.' : 'The file has no samples and no times: amounts are numbers of samples.');
  const each = timed ? duration / allHits : 1;
  const self = new Float64Array(scanner.id.count + 1);
  self.set(scanner.hits.written(), 1);
  return { self: self.map((hits) => hits * each), unit: timed ? 'microseconds' : 'samples' };
}

/** Ids are looked up in an array when they are not much larger than their number. */
const SPARSE = 8;

/** The place of the node with an id, shifted by 1; 0 for ids that no node has. Of several nodes with one id it is the last. */
function nodesById({ id }: CpuProfileScanner, notes: string[]): (id: number) => number {
  const ids = id.written();
  let largest = 0;
  let known = 0;
  let repeated = 0;
  for (const each of ids) largest = each > largest ? each : largest;
  const note = (): void => {
    if (repeated > 0) notes.push(`${String(repeated)} calls have the id of another: their samples and callees count as the last one's.`);
  };
  if (largest < ids.length * SPARSE + 1024) {
    const table = new Int32Array(largest + 1);
    for (const each of ids) {
      known++;
      if (each === NO_ID) continue;
      if (table[each] !== 0) repeated++;
      table[each] = known;
    }
    note();
    return (wanted) => (wanted >= 0 && wanted <= largest ? (table[wanted] as number) : 0);
  }
  const map = new Map<number, number>();
  for (const each of ids) {
    known++;
    if (each === NO_ID) continue;
    if (map.has(each)) repeated++;
    map.set(each, known);
  }
  note();
  return (wanted) => map.get(wanted) ?? 0;
}

/** Callers, by the lists of callees where there are any, else as each node names its own. */
function callers(scanner: CpuProfileScanner, nodeOf: (id: number) => number, frame: Uint32Array, { kind }: FrameTable): Int32Array {
  const count = scanner.id.count;
  const parent = new Int32Array(count + 1).fill(-1);
  const parentId = scanner.parentId.values;
  const { childId, childEnd } = scanner;
  let child = 0;
  for (let node = 1; node <= count; node++) {
    const named = parentId[node - 1] as number;
    if (named !== NO_ID && parent[node] === -1) parent[node] = nodeOf(named) - (nodeOf(named) === 0 ? 1 : 0);
    for (const end = childEnd.values[node - 1] as number; child < end; child++) {
      const callee = nodeOf(childId.values[child] as number);
      if (callee > 0) parent[callee] = node;
    }
  }
  for (let node = 1; node <= count; node++) {
    if (parent[node] === -1 && (node === 1 || kind[frame[node] as number] === FrameKind.root)) parent[node] = 0;
  }
  return parent;
}

function sampledNodes({ samples }: CpuProfileScanner, nodeOf: (id: number) => number, notes: string[]): Uint32Array {
  const ids = samples.written();
  const node = new Uint32Array(ids.length);
  let unknown = 0;
  for (let sample = 0; sample < ids.length; sample++) {
    const place = nodeOf(ids[sample] as number);
    if (place === 0) unknown++;
    node[sample] = place;
  }
  if (unknown > 0) notes.push(`${String(unknown)} samples name calls that the file does not hold: their time is the root's own.`);
  return node;
}

function lineTicks({ tickNode, tickLine, ticks }: CpuProfileScanner): LineTicks {
  const node = Uint32Array.from(tickNode.written(), (each) => each + 1);
  return { count: node.length, node, line: tickLine.written().slice(), ticks: Uint32Array.from(ticks.written()) };
}
