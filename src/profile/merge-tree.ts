import { NO_NODE } from './profile.js';

/** What becomes of a call when a tree is made anew. */
export const Fate = { keep: 0, intoCaller: 1, leaveOut: 2 } as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/** Calls in depth-first order, as columns. */
export interface CallColumns {
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  readonly end: Uint32Array;
  readonly self: Float64Array;
}

export interface MergedTree {
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  readonly self: Float64Array;
  /** Where each call of the old tree is in the new one; `NO_NODE` for those left out. */
  readonly placeOf: Uint32Array;
}

/**
 * A tree made anew from calls of an old one: calls of one frame by one caller become one, in the order in which they first stand.
 * A call that goes into its caller leaves it its time and its callees; one that is left out takes its callees along.
 * @param fates a `Fate` for each call; absent: all are kept
 * @param starts calls that the new root makes; absent: the new root is the old one
 */
export function mergeTree(calls: CallColumns, frames: number, fates?: Uint8Array, starts?: readonly number[] | Uint32Array): MergedTree {
  return new TreeMerge(calls, frames, fates).run(starts);
}

class TreeMerge {
  private readonly count: number;
  private readonly parent: Int32Array;
  private readonly frame: Uint32Array;
  private readonly self: Float64Array;
  private readonly placeOf: Uint32Array;
  /** Whether a call's callees at any depth have to be looked at one by one. */
  private readonly mixed: Uint8Array;
  /** The next call that becomes one with this one, or -1. */
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

  constructor(private readonly calls: CallColumns, frames: number, private readonly fates: Uint8Array | undefined) {
    this.count = calls.parent.length;
    this.parent = new Int32Array(this.count);
    this.frame = new Uint32Array(this.count);
    this.self = new Float64Array(this.count);
    this.placeOf = new Uint32Array(this.count).fill(NO_NODE);
    this.groupTail = new Int32Array(frames);
    this.groupOwner = new Int32Array(frames).fill(-1);
    this.mixed = mixedCalls(calls, frames, fates);
    this.next = new Int32Array(this.count).fill(-1);
  }

  run(starts: readonly number[] | Uint32Array | undefined): MergedTree {
    this.groupOwner.fill(-1);
    if (starts === undefined) this.place(0, -1);
    else this.placeAsCallees(starts);
    while (this.waitingCount > 0) {
      const caller = this.waiting[--this.waitingCount] as number;
      this.place(this.waiting[--this.waitingCount] as number, caller);
    }
    const { written } = this;
    return { parent: this.parent.slice(0, written), frame: this.frame.slice(0, written), self: this.self.slice(0, written), placeOf: this.placeOf };
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
    return place;
  }

  /** Puts a group of calls into the new tree, and their callees' groups in the queue. */
  private place(head: number, caller: number): void {
    if (this.mixed[head] === 0 && this.next[head] === -1) {
      this.copy(head, caller);
      return;
    }
    const place = this.write(head, caller);
    for (let call = head; call !== -1; call = this.next[call] as number) this.gather(call, place);
    this.queueGroups(place);
  }

  /** A call with all below it, which nothing else joins. */
  private copy(head: number, caller: number): void {
    const { parent, frame, self, end } = this.calls;
    const shift = this.written - head;
    const stop = end[head] as number;
    for (let call = head; call < stop; call++) {
      this.parent[call + shift] = (parent[call] as number) + shift;
      this.placeOf[call] = call + shift;
    }
    this.parent[head + shift] = caller;
    this.frame.set(frame.subarray(head, stop), this.written);
    this.self.set(self.subarray(head, stop), this.written);
    this.written = stop + shift;
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

/** Calls below which one goes away or two have one frame; with them all their callers. */
function mixedCalls({ parent, frame, end }: CallColumns, frames: number, fates: Uint8Array | undefined): Uint8Array {
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
