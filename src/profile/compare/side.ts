import { FrameTableBuilder } from '../frame-table.js';
import { Fate, mergeTree } from '../merge-tree.js';
import { nodeTable, withSelf } from '../node-table.js';
import { FrameKind, type FrameTable, type NodeTable, type ProfileKind, type ProfileUnit } from '../profile.js';
import { totalsByGroup } from '../totals.js';
import { comparablePath } from './comparable-path.js';
import type { MeasuredThread, Run } from './run.js';
import { activeTotal, workByCall } from './thread-amounts.js';

/** All runs of one side of a comparison, without their profiles. */
export interface Side {
  readonly kind: ProfileKind;
  readonly unit: ProfileUnit;
  /** Functions of all runs; their URLs are those of `comparablePath`. */
  readonly frames: FrameTable;
  /** By frame, the URL as the profile has it. */
  readonly urls: readonly string[];
  readonly runs: readonly RunAmounts[];
  /** Calls of all runs in one tree. Amounts are parts of a whole run, from 0 to 1: the mean of the runs. */
  readonly nodes: NodeTable;
}

export interface RunAmounts {
  readonly name: string;
  /** Microseconds on the machine's own clock, where a profile says. */
  readonly startedAt: number | undefined;
  /** Microseconds on a processor, all threads together; absent where one of them does not say. */
  readonly cpuTime: number | undefined;
  /** What the samples say, idling left out, in the side's unit. */
  readonly sampled: number;
  /** Parts of the whole run by frame, without and with callees; shorter than the frames of the side where later runs had more. */
  readonly self: Float64Array;
  readonly total: Float64Array;
}

/** Profiles that cannot stand on one scale; the message is one sentence for people. */
export class Incomparable extends Error {
  override readonly name = 'Incomparable';
}

/** Takes up runs one by one, so that no more than one run's profiles need to be in memory. */
export class SideBuilder {
  private readonly frames = new FrameTableBuilder();
  private readonly urls: string[] = [];
  private readonly runs: RunAmounts[] = [];
  private tree: NodeTable;
  private unit: ProfileUnit | undefined;

  /** @param roots absolute folders with `/` that the side's files lie in; without any, each run's are in the folder it was made in */
  constructor(readonly kind: ProfileKind, private readonly roots: readonly string[] = []) {
    const root = this.frameOf('(root)', '', 0, 0, FrameKind.root, []);
    this.tree = nodeTable(Int32Array.of(-1), Uint32Array.of(root), new Float64Array(1));
  }

  /**
   * Profiles of another kind than the side's are passed over.
   * @throws Incomparable when the run counts in another unit than those before it
   */
  add({ name, threads }: Run): void {
    const measured = threads.filter(({ profile }) => profile.kind === this.kind);
    for (const { profile } of measured) {
      this.unit ??= profile.unit;
      if (profile.unit !== this.unit) throw new Incomparable(`${name} counts ${profile.unit} and runs before it ${this.unit}: they cannot be compared.`);
    }
    const sampled = sum(measured.map(activeTotal));
    const times = measured.map(({ capture }) => capture?.cpuTime);
    const cpuTime = this.kind === 'cpu' && times.length > 0 && times.every((time) => time !== undefined) ? sum(times) : undefined;
    const whole = cpuTime ?? sampled;
    const parts = measured.map((thread) => this.partsOf(thread, whole === 0 ? 0 : ((cpuTime === undefined ? activeTotal(thread) : thread.capture?.cpuTime) ?? 0) / whole));
    const self = new Float64Array(this.frames.count);
    const total = new Float64Array(this.frames.count);
    for (const { nodes, frameOf } of parts) {
      const totals = totalsByGroup(nodes, frameOf, this.frames.count);
      for (let frame = 0; frame < totals.count; frame++) {
        self[frame]! += totals.self[frame]!;
        total[frame]! += totals.total[frame]!;
      }
      this.grow(nodes, frameOf);
    }
    const starts = measured.flatMap(({ profile }) => profile.startedAt ?? []);
    this.runs.push({ name, startedAt: starts.length === 0 ? undefined : Math.min(...starts), cpuTime, sampled, self, total });
  }

  build(): Side {
    const nodes = withSelf(this.tree, this.tree.self.map((part) => part / Math.max(1, this.runs.length)));
    return { kind: this.kind, unit: this.unit ?? 'microseconds', frames: this.frames.build(), urls: this.urls, runs: this.runs, nodes };
  }

  /** A thread's calls with parts of the run, which add up to `share`, and the side's frame of each of its own. */
  private partsOf(thread: MeasuredThread, share: number): { readonly nodes: NodeTable; readonly frameOf: Uint32Array } {
    const { frames, nodes } = thread.profile;
    const work = workByCall(thread);
    const whole = sum(work);
    const folder = thread.capture?.workingFolder.replaceAll('\\', '/');
    const roots = this.roots.length > 0 || folder === undefined || folder === '' ? this.roots : [folder];
    const frameOf = new Uint32Array(frames.count);
    for (let frame = 0; frame < frames.count; frame++) {
      const kind = frames.kind[frame] as FrameKind;
      frameOf[frame] = kind === FrameKind.root ? 0 : this.frameOf(frames.strings[frames.name[frame]!]!, frames.strings[frames.url[frame]!]!, frames.line[frame]!, frames.column[frame]!, kind, roots);
    }
    return { nodes: withSelf(nodes, work.map((amount) => (whole === 0 ? 0 : (amount / whole) * share))), frameOf };
  }

  private frameOf(name: string, url: string, line: number, column: number, kind: FrameKind, roots: readonly string[]): number {
    const frame = this.frames.add(name, comparablePath(url, roots), line, column, kind);
    this.urls[frame] ??= url;
    return frame;
  }

  /** Lays a thread's calls into the tree of all. */
  private grow(nodes: NodeTable, frameOf: Uint32Array): void {
    const { tree } = this;
    const before = tree.count;
    const parent = new Int32Array(before + nodes.count);
    const frame = new Uint32Array(parent.length);
    const self = new Float64Array(parent.length);
    const fates = new Uint8Array(parent.length);
    parent.set(tree.parent);
    frame.set(tree.frame);
    self.set(tree.self);
    self.set(nodes.self, before);
    for (let node = 0; node < nodes.count; node++) {
      const caller = nodes.parent[node]!;
      parent[before + node] = caller < 0 ? 0 : caller + before;
      frame[before + node] = frameOf[nodes.frame[node]!]!;
      if (nodes.total[node] === 0) fates[before + node] = Fate.leaveOut;
    }
    fates[before] = Fate.intoCaller;
    this.tree = mergeTree(nodeTable(parent, frame, self), this.frames.count, fates).nodes;
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
