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

/** What weighs less of a whole is not followed to its callers: a quarter of a pixel on a wide screen. */
export const LEAST_PART = 1 / 8000;

/** From so many groups on, sorting them by insertion is slow. */
const MANY = 24;

/**
 * Row by row: a box is a run of origins, and the row below it orders these by their callers. What they weigh together stays, so an edge
 * is the number of origins to the left of it, in every row.
 */
class CallersLayout {
  /** By call, twice its index: its caller, and its frame, side by side because one is asked for right after the other. */
  private readonly links: Int32Array;
  /** By place: the caller that the origin there has come to, and what the origin weighs. */
  private readonly call: Int32Array;
  private readonly amount: Float64Array;
  private readonly rows = new Int32Column(64);
  private readonly from = new Int32Column();
  private readonly to = new Int32Column();
  private readonly frame = new Int32Column();
  private readonly weight = new Float64Column();
  /** By frame, while a box is divided: its group, or -1. */
  private readonly groupOf: Int32Array;
  /** By place, while a box is divided: the group of its call; -1 where only the root called. */
  private readonly group: Int32Array;
  private readonly spareCall: Int32Array;
  private readonly spareAmount: Float64Array;
  /** By group: its frame, what its calls weigh, how many they are, and where the next of them goes. */
  private readonly groupFrame: Int32Array;
  private readonly groupWeight: Float64Array;
  private readonly groupCount: Int32Array;
  private readonly groupNext: Int32Array;
  private groups = 0;
  private readonly order: Int32Array;

  constructor({ nodes, frames }: Profile, origins: Uint32Array, amounts: Float64Array, private readonly least: number) {
    this.links = linksOf(nodes);
    this.call = Int32Array.from(origins);
    this.amount = amounts.slice();
    this.groupOf = new Int32Array(frames.count).fill(-1);
    this.group = new Int32Array(origins.length);
    this.spareCall = new Int32Array(origins.length);
    this.spareAmount = new Float64Array(origins.length);
    this.groupFrame = new Int32Array(frames.count);
    this.groupWeight = new Float64Array(frames.count);
    this.groupCount = new Int32Array(frames.count);
    this.groupNext = new Int32Array(frames.count);
    this.order = new Int32Array(frames.count);
  }

  layout(): FlameLayout {
    this.rows.push(0);
    this.divide(0, this.call.length);
    for (let row = 0; this.from.count > this.rows.values[row]!; row++) {
      const end = this.from.count;
      this.rows.push(end);
      for (let box = this.rows.values[row]!; box < end; box++) this.climb(box);
    }
    const count = this.from.count;
    return {
      count, rows: Uint32Array.from(this.rows.written()), node: Uint32Array.from({ length: count }, (_, box) => box),
      from: Uint32Array.from(this.from.written()), to: Uint32Array.from(this.to.written()), edges: this.edges(), frame: Uint32Array.from(this.frame.written()),
      // All of them are made.
      makeRows: () => undefined,
    };
  }

  /** From the calls of a box to their callers. */
  private climb(box: number): void {
    if (this.weight.values[box]! < this.least) return;
    const [from, to] = [this.from.values[box]!, this.to.values[box]!];
    const { call, links } = this;
    for (let place = from; place < to; place++) call[place] = links[2 * call[place]!]!;
    this.divide(from, to);
  }

  /** Orders a run of origins by the frames of their present calls and makes a box of each; those that only the root called stay at the end. */
  private divide(from: number, to: number): void {
    const grouped = this.findGroups(from, to);
    if (grouped === 0) return;
    // Most often all were called by one function: then all are where they belong.
    if (this.groups === 1 && grouped === to - from) this.add(this.groupFrame[0]!, this.groupWeight[0]!, from, to);
    else this.placeGroups(from, to);
    for (let group = 0; group < this.groups; group++) this.groupOf[this.groupFrame[group]!] = -1;
  }

  /** Answers how many of the run have a caller. */
  private findGroups(from: number, to: number): number {
    const { call, amount, group, groupOf, groupWeight, groupCount, links } = this;
    this.groups = 0;
    let grouped = 0;
    for (let place = from; place < to; place++) {
      const at = call[place]!;
      if (at <= 0) {
        group[place] = -1;
        continue;
      }
      const frame = links[2 * at + 1]!;
      let found = groupOf[frame]!;
      if (found === -1) found = this.openGroup(frame);
      group[place] = found;
      groupWeight[found]! += amount[place]!;
      groupCount[found]!++;
      grouped++;
    }
    return grouped;
  }

  private openGroup(frame: number): number {
    const group = this.groups++;
    this.groupOf[frame] = group;
    this.groupFrame[group] = frame;
    this.groupWeight[group] = 0;
    this.groupCount[group] = 0;
    return group;
  }

  private placeGroups(from: number, to: number): void {
    let next = from;
    for (const group of this.ordered()) {
      const end = next + this.groupCount[group]!;
      this.add(this.groupFrame[group]!, this.groupWeight[group]!, next, end);
      this.groupNext[group] = next;
      next = end;
    }
    this.move(from, to, next);
  }

  /** The weightiest group first; of equal ones that of the first frame. */
  private ordered(): Int32Array {
    const { groups, groupWeight, groupFrame } = this;
    const order = this.order.subarray(0, groups);
    const isBefore = (one: number, other: number): number => groupWeight[other]! - groupWeight[one]! || groupFrame[one]! - groupFrame[other]!;
    for (let group = 0; group < groups; group++) order[group] = group;
    if (groups > MANY) return order.sort(isBefore);
    for (let index = 1; index < groups; index++) {
      const group = order[index]!;
      let place = index;
      for (; place > 0 && isBefore(group, order[place - 1]!) < 0; place--) order[place] = order[place - 1]!;
      order[place] = group;
    }
    return order;
  }

  private move(from: number, to: number, ended: number): void {
    const { call, amount, group, groupNext, spareCall, spareAmount } = this;
    for (let place = from; place < to; place++) {
      const found = group[place]!;
      const at = found === -1 ? ended++ : groupNext[found]!++;
      spareCall[at] = call[place]!;
      spareAmount[at] = amount[place]!;
    }
    for (let place = from; place < to; place++) {
      call[place] = spareCall[place]!;
      amount[place] = spareAmount[place]!;
    }
  }

  private add(frame: number, weight: number, from: number, to: number): void {
    this.frame.push(frame);
    this.weight.push(weight);
    this.from.push(from);
    this.to.push(to);
  }

  private edges(): Float64Array {
    const { amount } = this;
    const edges = new Float64Array(amount.length + 1);
    for (let place = 0; place < amount.length; place++) edges[place + 1] = edges[place]! + amount[place]!;
    return edges;
  }
}

function linksOf({ count, parent, frame }: NodeTable): Int32Array {
  const links = new Int32Array(2 * count);
  for (let node = 0; node < count; node++) {
    links[2 * node] = parent[node]!;
    links[2 * node + 1] = frame[node]!;
  }
  return links;
}
