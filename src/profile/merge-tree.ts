import { Int32Column } from './columns.js';
import { NO_NODE, type NodeTable } from './profile.js';

/** What becomes of a call when a tree is made anew. */
export const Fate = { keep: 0, intoCaller: 1, leaveOut: 2 } as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

export interface MergedTree {
  readonly nodes: NodeTable;
  /** Where each call of the old tree is in the new one; `NO_NODE` for those left out. */
  readonly placeOf: Uint32Array;
}

/**
 * A tree made anew from calls of an old one: calls of one frame by one caller become one, in the order in which they first stand.
 * A call that goes into its caller leaves it its time and its callees; one that is left out takes its callees along.
 * @param calls as in a profile, but for callees of one caller that have the same frame
 * @param fates a `Fate` for each call; absent: all are kept
 * @param starts calls that the new root makes; absent: the new root is the old one
 */
export function mergeTree(calls: NodeTable, frames: number, fates?: Uint8Array, starts?: readonly number[] | Uint32Array): MergedTree {
  return new TreeMerge(calls, frames, fates, mixedCalls(calls, frames, fates)).run(starts);
}

/** As `mergeTree`, of a profile's tree: there no two callees of one call have one frame, so that only fates have to be looked for. */
export function remadeTree(calls: NodeTable, frames: number, fates?: Uint8Array, starts?: readonly number[] | Uint32Array): MergedTree {
  return new TreeMerge(calls, frames, fates, callersOfChanged(calls, fates)).run(starts);
}

class TreeMerge {
  private readonly count: number;
  private readonly parent: Int32Array;
  private readonly frame: Uint32Array;
  private readonly end: Uint32Array;
  private readonly depth: Uint32Array;
  private readonly self: Float64Array;
  private readonly total: Float64Array;
  /** Places of calls that were put together one by one: where each of them ends, and its total, come from its callees. */
  private readonly gathered = new Int32Column();
  private readonly placeOf: Uint32Array;
  /** The next call that becomes one with this one, or 0: the root is never the next. */
  private readonly next: Int32Array;
  /** By frame: the last call of the group under the caller at hand, if `groupOwner` says that there is one. */
  private readonly groupTail: Int32Array;
  private readonly groupOwner: Int32Array;
  private heads = new Int32Array(64);
  private headCount = 0;
  /** Groups that wait: their first call, and the place of their caller in the new tree. */
  private waiting = new Int32Array(128);
  private waitingCount = 0;
  private written = 0;

  /** @param mixed not 0 for a call whose callees at any depth have to be looked at one by one */
  constructor(private readonly calls: NodeTable, frames: number, private readonly fates: Uint8Array | undefined, private readonly mixed: Uint8Array) {
    this.count = calls.parent.length;
    this.parent = new Int32Array(this.count);
    this.frame = new Uint32Array(this.count);
    this.end = new Uint32Array(this.count);
    this.depth = new Uint32Array(this.count);
    this.self = new Float64Array(this.count);
    this.total = new Float64Array(this.count);
    this.placeOf = new Uint32Array(this.count).fill(NO_NODE);
    this.groupTail = new Int32Array(frames);
    this.groupOwner = new Int32Array(frames).fill(-1);
    this.next = new Int32Array(this.count);
  }

  run(starts: readonly number[] | Uint32Array | undefined): MergedTree {
    if (starts === undefined) this.place(0, -1);
    else this.placeAsCallees(starts);
    while (this.waitingCount > 0) {
      const caller = this.waiting[--this.waitingCount] as number;
      this.place(this.waiting[--this.waitingCount] as number, caller);
    }
    this.sum();
    const nodes = {
      count: this.written, parent: this.part(this.parent), frame: this.part(this.frame), end: this.part(this.end), depth: this.part(this.depth),
      self: this.part(this.self), total: this.part(this.total),
    };
    return { nodes, placeOf: this.placeOf };
  }

  /** What was written of a column; a view of it where little else is in it, because the memory of all of it stays. */
  private part<Column extends Int32Array | Uint32Array | Float64Array>(column: Column): Column {
    return (this.written > column.length / 2 ? column.subarray(0, this.written) : column.slice(0, this.written)) as Column;
  }

  private placeAsCallees(starts: readonly number[] | Uint32Array): void {
    this.write(0, -1);
    for (let index = 0; index < starts.length; index++) this.join(starts[index] as number, 0);
    this.queueGroups(0);
  }

  private write(call: number, caller: number): number {
    const place = this.written++;
    this.parent[place] = caller;
    this.frame[place] = this.calls.frame[call] as number;
    this.depth[place] = this.depthBelow(caller);
    this.gathered.push(place);
    return place;
  }

  private depthBelow(caller: number): number {
    return caller < 0 ? 0 : this.depth[caller]! + 1;
  }

  /** Ends and totals of gathered calls, the innermost first; what was copied has told its caller already. */
  private sum(): void {
    const { gathered, parent, end, self, total } = this;
    for (let index = gathered.count - 1; index >= 0; index--) {
      const place = gathered.values[index]!;
      const caller = parent[place]!;
      total[place]! += self[place]!;
      end[place] = Math.max(end[place]!, place + 1);
      if (caller < 0) continue;
      total[caller]! += total[place]!;
      end[caller] = Math.max(end[caller]!, end[place]);
    }
  }

  /** Puts a group of calls into the new tree, and their callees' groups in the queue. */
  private place(head: number, caller: number): void {
    if (this.mixed[head] === 0 && this.next[head] === 0) {
      this.copy(head, caller);
      return;
    }
    const place = this.write(head, caller);
    let call = head;
    do {
      this.gather(call, place);
      call = this.next[call] as number;
    } while (call !== 0);
    this.queueGroups(place);
  }

  /** A call with all below it, which nothing else joins. */
  private copy(head: number, caller: number): void {
    const { parent, frame, end, depth, self, total } = this.calls;
    const shift = this.written - head;
    const deeper = this.depthBelow(caller) - depth[head]!;
    const stop = end[head]!;
    // Most often only a few: views of the columns would cost more than they save.
    for (let call = head; call < stop; call++) {
      const place = call + shift;
      this.parent[place] = parent[call]! + shift;
      this.frame[place] = frame[call]!;
      this.end[place] = end[call]! + shift;
      this.depth[place] = depth[call]! + deeper;
      this.self[place] = self[call]!;
      this.total[place] = total[call]!;
      this.placeOf[call] = place;
    }
    this.parent[head + shift] = caller;
    this.written = stop + shift;
    if (caller < 0) return;
    this.total[caller]! += total[head]!;
    this.end[caller] = this.written;
  }

  /** Takes a call's time to its place in the new tree, and its callees to groups by frame. */
  private gather(call: number, place: number): void {
    const { end, self } = this.calls;
    this.placeOf[call] = place;
    this.self[place] = (this.self[place] as number) + (self[call] as number);
    const stop = end[call] as number;
    let callee = call + 1;
    while (callee < stop) {
      const fate = this.fates === undefined ? Fate.keep : this.fates[callee];
      if (fate === Fate.intoCaller) {
        this.placeOf[callee] = place;
        this.self[place] = (this.self[place]) + (self[callee] as number);
        callee++;
        continue;
      }
      if (fate === Fate.keep) this.join(callee, place);
      callee = end[callee] as number;
    }
  }

  private join(call: number, owner: number): void {
    const frame = this.calls.frame[call] as number;
    if (this.groupOwner[frame] === owner) this.next[this.groupTail[frame] as number] = call;
    else {
      this.groupOwner[frame] = owner;
      if (this.headCount === this.heads.length) this.heads = doubled(this.heads);
      this.heads[this.headCount++] = call;
    }
    this.groupTail[frame] = call;
  }

  /** The first group comes off the queue first, with all below it before the second. */
  private queueGroups(place: number): void {
    while (this.waitingCount + 2 * this.headCount > this.waiting.length) this.waiting = doubled(this.waiting);
    while (this.headCount > 0) {
      this.waiting[this.waitingCount++] = this.heads[--this.headCount] as number;
      this.waiting[this.waitingCount++] = place;
    }
  }
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Not 0 for all callers, up to the root, of calls that are not kept. */
function callersOfChanged({ parent, count }: NodeTable, fates: Uint8Array | undefined): Uint8Array {
  const mixed = new Uint8Array(count);
  if (fates === undefined) return mixed;
  for (let call = count - 1; call > 0; call--) mixed[parent[call]!]! |= mixed[call]! | fates[call]!;
  return mixed;
}

/** Calls below which one goes away or two have one frame; with them all their callers. */
function mixedCalls({ parent, frame, end }: NodeTable, frames: number, fates: Uint8Array | undefined): Uint8Array {
  const mixed = new Uint8Array(parent.length);
  const lastCaller = new Int32Array(frames).fill(-1);
  for (let call = parent.length - 1; call >= 0; call--) {
    const stop = end[call] as number;
    for (let callee = call + 1; callee < stop; callee = end[callee] as number) {
      const calleeFrame = frame[callee] as number;
      if (lastCaller[calleeFrame] === call || mixed[callee] === 1 || (fates !== undefined && fates[callee] !== Fate.keep)) {
        mixed[call] = 1;
        break;
      }
      lastCaller[calleeFrame] = call;
    }
  }
  return mixed;
}
