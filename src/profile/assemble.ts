import { countWords } from './amount.js';
import { depthFirst } from './depth-first.js';
import { Fate, mergeTree } from './merge-tree.js';
import { nodeTable, withSelf } from './node-table.js';
import { FrameKind, NO_NODE, type FrameTable, type LineTicks, type NodeTable, type Profile, type SampleTable } from './profile.js';

/** A profile as a file has it, before it is in the model's order. Nodes are indices into `parent`. */
export interface ProfileParts extends Pick<Profile, 'name' | 'kind' | 'unit' | 'frames' | 'startedAt' | 'notes'> {
  /** Callers: the first node is the root, -1 for its own; nodes in any order. What is no index makes the root the caller. */
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  /** By node; what is no amount counts as 0. Absent: what the samples say. */
  readonly self?: Float64Array;
  /** Times never fall. */
  readonly samples?: SampleTable;
  readonly lineTicks?: LineTicks;
}

/** The profile of calls in any order: those in rings, without a caller, or made twice by one caller are put right, and it is noted. */
export function assembleProfile(parts: ProfileParts): Profile {
  const { order, parent, adrift, rings } = depthFirst(parts.parent);
  const notes = [...parts.notes, ...notesOn(adrift === 0 ? 0 : adrift - rootsAdrift(parts), rings)];
  const frame = order === undefined ? parts.frame : Uint32Array.from(order, (node) => parts.frame[node] as number);
  const nodes = nodeTable(parent, frame, order === undefined ? selfOf(parts) : new Float64Array(frame.length));
  if (order === undefined && isPlain(nodes, parts.frames)) return profileOf(parts, notes, nodes, parts.samples, parts.lineTicks);

  const merged = mergeTree(nodes, parts.frames.count, extraRoots(nodes, parts.frames));
  const placeOf = order === undefined ? merged.placeOf : placesByOrigin(merged.placeOf, order);
  const samples = parts.samples && placed(parts.samples, placeOf);
  const self = parts.self === undefined && samples !== undefined ? selfOfSamples(samples, merged.nodes.count) : moved(amounts(parts), placeOf, merged.nodes.count);
  const mergedNodes = withSelf(merged.nodes, self);
  return profileOf(parts, notes, mergedNodes, samples, parts.lineTicks && ticksPlaced(parts.lineTicks, placeOf, parts.frame, mergedNodes));
}

function profileOf({ name, kind, unit, frames, startedAt }: ProfileParts, notes: readonly string[], nodes: NodeTable, samples: SampleTable | undefined, lineTicks = NO_TICKS): Profile {
  return { name, kind, unit, frames, nodes, samples, lineTicks, total: nodes.total[0] ?? 0, notes, ...(startedAt === undefined ? {} : { startedAt }) };
}

/** Of a profile that has none. */
export const NO_TICKS: LineTicks = { count: 0, node: new Uint32Array(), line: new Int32Array(), ticks: new Uint32Array() };

/** The time that samples spent in each of `count` nodes. */
export function selfOfSamples({ count, node, start }: SampleTable, nodes: number): Float64Array {
  const self = new Float64Array(nodes);
  for (let sample = 0; sample < count; sample++) {
    const at = node[sample] as number;
    if (at !== NO_NODE) self[at] = (self[at] as number) + ((start[sample + 1] as number) - (start[sample] as number));
  }
  return self;
}

/** Ticks of the nodes that took their places, those of calls that became part of another frame's left out. */
export function ticksPlaced(ticks: LineTicks, placeOf: Uint32Array, oldFrame: Uint32Array, { frame }: NodeTable): LineTicks {
  const node = new Uint32Array(ticks.count);
  const line = new Int32Array(ticks.count);
  const seen = new Uint32Array(ticks.count);
  let count = 0;
  for (let tick = 0; tick < ticks.count; tick++) {
    const old = ticks.node[tick] as number;
    const place = placeOf[old] ?? NO_NODE;
    if (place === NO_NODE || frame[place] !== oldFrame[old]) continue;
    node[count] = place;
    line[count] = ticks.line[tick] as number;
    seen[count++] = ticks.ticks[tick] as number;
  }
  return { count, node: node.slice(0, count), line: line.slice(0, count), ticks: seen.slice(0, count) };
}

/** Whether no two callees of one call have the same frame, and only the first call is a root: then calls stay where they are. */
function isPlain({ count, frame, end }: NodeTable, { kind, count: frames }: FrameTable): boolean {
  const lastCaller = new Int32Array(frames).fill(-1);
  for (let call = 0; call < count; call++) {
    const stop = end[call] as number;
    for (let callee = call + 1; callee < stop; callee = end[callee] as number) {
      const calleeFrame = frame[callee] as number;
      if (lastCaller[calleeFrame] === call || kind[calleeFrame] === FrameKind.root) return false;
      lastCaller[calleeFrame] = call;
    }
  }
  return true;
}

/** A root that is not the first node is the root all the same. */
function extraRoots({ count, frame }: NodeTable, { kind }: FrameTable): Uint8Array {
  const fates = new Uint8Array(count);
  for (let node = 1; node < count; node++) if (kind[frame[node] as number] === FrameKind.root) fates[node] = Fate.intoCaller;
  return fates;
}

function selfOf(parts: ProfileParts): Float64Array {
  return parts.self === undefined && parts.samples !== undefined ? selfOfSamples(parts.samples, parts.parent.length) : amounts(parts);
}

function placesByOrigin(placeOf: Uint32Array, order: Int32Array): Uint32Array {
  const byOrigin = new Uint32Array(placeOf.length);
  for (let at = 0; at < order.length; at++) byOrigin[order[at] as number] = placeOf[at] as number;
  return byOrigin;
}

function placed({ count, node, start }: SampleTable, placeOf: Uint32Array): SampleTable {
  const places = new Uint32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const call = node[sample]!;
    places[sample] = call === NO_NODE ? NO_NODE : (placeOf[call] ?? 0);
  }
  return { count, node: places, start };
}

/** What is no amount counts as none. */
function amounts({ self, parent }: ProfileParts): Float64Array {
  return self === undefined ? new Float64Array(parent.length) : self.map((amount) => (amount > 0 && amount < Infinity ? amount : 0));
}

function moved(self: Float64Array, placeOf: Uint32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let node = 0; node < self.length; node++) {
    const place = placeOf[node] as number;
    sums[place] = (sums[place] as number) + (self[node] as number);
  }
  return sums;
}

/** Roots have no caller by right. */
function rootsAdrift({ parent, frame, frames }: ProfileParts): number {
  let roots = 0;
  for (let node = 1; node < parent.length; node++) if (parent[node] === -1 && frames.kind[frame[node] as number] === FrameKind.root) roots++;
  return roots;
}

function notesOn(adrift: number, rings: number): readonly string[] {
  const notes: string[] = [];
  if (adrift > 0) notes.push(`${countWords(adrift, 'call has no caller in the file: it stands', 'calls have no caller in the file: they stand')} at the root.`);
  if (rings > 0) notes.push(`${countWords(rings, 'ring of calls that call each other was cut open: it', 'rings of calls that call each other were cut open: each')} stands at the root.`);
  return notes;
}
