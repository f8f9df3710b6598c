import { Float64Column, Int32Column } from './columns.js';
import type { FlameLayout } from './flame-layout.js';
import { nodesByFrame } from './frame-groups.js';
import type { NodeTable, Profile } from './profile.js';

/** Calls that a flame graph of callers begins with, and what each of them weighs. */
export interface Origins {
  readonly nodes: Uint32Array;
  /** By place in `nodes`; in the profile's unit. */
  readonly amounts: Float64Array;
}

/** Every call that cost something itself: the flame graph upside down. */
export function selfOrigins({ nodes: { count, self } }: Profile): Origins {
  let found = 0;
  for (let node = 1; node < count; node++) if (self[node]! > 0) found++;
  const nodes = new Uint32Array(found);
  const amounts = new Float64Array(found);
  for (let node = 1, at = 0; node < count; node++) {
    if (!(self[node]! > 0)) continue;
    nodes[at] = node;
    amounts[at++] = self[node]!;
  }
  return { nodes, amounts };
}

/** The calls of a function that are not below another of its calls, with all that they call: what stands above it in a sandwich. */
export function outermostOrigins({ nodes, frames }: Profile, frame: number): Origins {
  const calls: number[] = [];
  let covered = 0;
  for (const node of nodesByFrame(nodes, frames)(frame)) {
    if (node < covered) continue;
    covered = nodes.end[node]!;
    if (nodes.total[node]! > 0) calls.push(node);
  }
  return { nodes: Uint32Array.from(calls), amounts: Float64Array.from(calls, (node) => nodes.total[node]!) };
}

/**
 * A flame graph of callers: in row 0 functions by what their calls weigh, in each row after it who called them, the weightiest on the
 * left. Nodes of the layout are its boxes. It has as many nodes as the profile has calls times their depth, so that what weighs less
 * than `least` is there but not followed further.
 */
export function callersLayout(profile: Profile, { nodes, amounts }: Origins, least = 0): FlameLayout {
  return new CallersLayout(profile, nodes, amounts, least).layout();
}

/**
 * Row by row: a box is a run of origins, and the row below it orders these by their callers. What they weigh together stays, so an edge
 * is the number of origins to the left of it, in every row.
 */
class CallersLayout {
  private readonly table: NodeTable;
  /** By place: the origin, and the caller it has come to. */
  private readonly origin: Uint32Array;
  private readonly call: Int32Array;
  private readonly weights: Float64Array;
  private readonly rows = new Int32Column(64);
  private readonly from = new Int32Column();
  private readonly to = new Int32Column();
  private readonly frame = new Int32Column();
  private readonly weight = new Float64Column();
  /** By frame, while a box is divided: its group, or -1. */
  private readonly groupOf: Int32Array;
  private readonly spareOrigin: Uint32Array;
  private readonly spareCall: Int32Array;

  constructor({ nodes, frames }: Profile, origins: Uint32Array, amounts: Float64Array, private readonly least: number) {
    this.table = nodes;
    this.origin = Uint32Array.from(origins, (_, place) => place);
    this.call = Int32Array.from(origins);
    this.weights = amounts;
    this.groupOf = new Int32Array(frames.count).fill(-1);
    this.spareOrigin = new Uint32Array(origins.length);
    this.spareCall = new Int32Array(origins.length);
  }

  layout(): FlameLayout {
    this.rows.push(0);
    this.divide(0, this.origin.length);
    for (let row = 0; this.from.count > this.rows.values[row]!; row++) {
      const end = this.from.count;
      this.rows.push(end);
      for (let box = this.rows.values[row]!; box < end; box++) this.climb(box);
    }
    const count = this.from.count;
    return {
      count, rows: Uint32Array.from(this.rows.written()), node: Uint32Array.from({ length: count }, (_, box) => box),
      from: Uint32Array.from(this.from.written()), to: Uint32Array.from(this.to.written()), edges: this.edges(), frame: Uint32Array.from(this.frame.written()),
    };
  }

  /** From the calls of a box to their callers. */
  private climb(box: number): void {
    const [from, to] = [this.from.values[box]!, this.to.values[box]!];
    if (this.weight.values[box]! < this.least) return;
    for (let place = from; place < to; place++) this.call[place] = this.table.parent[this.call[place]!]!;
    this.divide(from, to);
  }

  /** Orders a run of origins by the frames of their present calls and makes a box of each; those that only the root called stay at the end. */
  private divide(from: number, to: number): void {
    const { groupOf, call, table } = this;
    const groups: { readonly frame: number; weight: number; count: number; next: number }[] = [];
    let placed = 0;
    for (let place = from; place < to; place++) {
      if (call[place]! <= 0) continue;
      const frame = table.frame[call[place]!]!;
      if (groupOf[frame] === -1) groupOf[frame] = groups.push({ frame, weight: 0, count: 0, next: 0 }) - 1;
      const group = groups[groupOf[frame]!]!;
      group.weight += this.weights[this.origin[place]!]!;
      group.count++;
      placed++;
    }
    if (placed === 0) return;
    const ordered = groups.slice().sort((a, b) => b.weight - a.weight || a.frame - b.frame);
    let next = from;
    for (const group of ordered) {
      this.add(group.frame, group.weight, next, next + group.count);
      group.next = next;
      next += group.count;
    }
    this.move(from, to, groups, next);
    for (const { frame } of groups) groupOf[frame] = -1;
  }

  private move(from: number, to: number, groups: readonly { next: number }[], ended: number): void {
    const { call, origin, spareCall, spareOrigin, table, groupOf } = this;
    for (let place = from; place < to; place++) {
      const at = call[place]! <= 0 ? ended++ : groups[groupOf[table.frame[call[place]!]!]!]!.next++;
      spareCall[at] = call[place]!;
      spareOrigin[at] = origin[place]!;
    }
    call.set(spareCall.subarray(from, to), from);
    origin.set(spareOrigin.subarray(from, to), from);
  }

  private add(frame: number, weight: number, from: number, to: number): void {
    this.frame.push(frame);
    this.weight.push(weight);
    this.from.push(from);
    this.to.push(to);
  }

  private edges(): Float64Array {
    const edges = new Float64Array(this.origin.length + 1);
    for (let place = 0; place < this.origin.length; place++) edges[place + 1] = edges[place]! + this.weights[this.origin[place]!]!;
    return edges;
  }
}
