import { depthFirst } from './depth-first.js';
import { Fate, mergeTree } from './merge-tree.js';
import { ends, nodeTable } from './node-table.js';
import { FrameKind, NO_NODE, type FrameTable, type LineTicks, type NodeTable, type Profile, type SampleTable } from './profile.js';

/** A profile as a file has it, before it is in the model's order. Nodes are indices into `parent`. */
export interface ProfileParts extends Pick<Profile, 'name' | 'kind' | 'unit' | 'frames' | 'startedAt' | 'notes'> {
  /** Callers: the first node is the root, -1 for its own; nodes in any order. What is no index makes the root the caller. */
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  /** By node; what is no amount counts as 0. Absent: what the samples say. */
  readonly self?: Float64Array;
  /** Times never fall. A node that does not exist is the root. */
  readonly samples?: SampleTable;
  readonly lineTicks?: LineTicks;
}

/** The profile of calls in any order: those in rings, without a caller, or made twice by one caller are put right, and it is noted. */
export function assembleProfile(parts: ProfileParts): Profile {
  const { name, kind, unit, frames, startedAt } = parts;
  const ordered = depthFirst(parts.parent);
  const frame = ordered.order === undefined ? parts.frame : Uint32Array.from(ordered.order, (node) => parts.frame[node] as number);
  const none = new Float64Array(frame.length);
  const merged = mergeTree({ parent: ordered.parent, frame, end: ends(ordered.parent), self: none }, frames.count, extraRoots(frame, frames));
  const placeOf = ordered.order === undefined ? merged.placeOf : placesByOrigin(merged.placeOf, ordered.order);

  const samples = parts.samples && placed(parts.samples, placeOf);
  const self = samples !== undefined && parts.self === undefined ? selfOfSamples(samples, merged.parent.length) : amounts(parts.self ?? none, placeOf, merged.self);
  const nodes = nodeTable(merged.parent, merged.frame, self);
  const lineTicks = parts.lineTicks === undefined ? NO_TICKS : ticksPlaced(parts.lineTicks, placeOf, parts.frame, nodes);
  const notes = [...parts.notes, ...notesOn(ordered.adrift, ordered.rings)];
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

/** A root that is not the first node is the root all the same. */
function extraRoots(frame: Uint32Array, { kind }: FrameTable): Uint8Array | undefined {
  let fates: Uint8Array | undefined;
  for (let node = 1; node < frame.length; node++) {
    if (kind[frame[node] as number] === FrameKind.root) (fates ??= new Uint8Array(frame.length))[node] = Fate.intoCaller;
  }
  return fates;
}

function placesByOrigin(placeOf: Uint32Array, order: Int32Array): Uint32Array {
  const byOrigin = new Uint32Array(placeOf.length);
  for (let at = 0; at < order.length; at++) byOrigin[order[at] as number] = placeOf[at] as number;
  return byOrigin;
}

function placed({ count, node, start }: SampleTable, placeOf: Uint32Array): SampleTable {
  const places = new Uint32Array(count);
  for (let sample = 0; sample < count; sample++) places[sample] = placeOf[node[sample] as number] ?? 0;
  return { count, node: places, start };
}

function amounts(self: Float64Array, placeOf: Uint32Array, into: Float64Array): Float64Array {
  for (let node = 0; node < self.length; node++) {
    const amount = self[node] as number;
    const place = placeOf[node] as number;
    if (amount > 0 && amount < Infinity) into[place] = (into[place] as number) + amount;
  }
  return into;
}

function notesOn(adrift: number, rings: number): readonly string[] {
  const notes: string[] = [];
  if (adrift > 0) notes.push(`${String(adrift)} calls have no caller in the file: they stand at the root.`);
  if (rings > 0) notes.push(`${String(rings)} rings of calls that call each other were cut open: each stands at the root.`);
  return notes;
}
