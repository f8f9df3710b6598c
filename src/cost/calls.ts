import { FrameKind, NO_NODE, type Profile } from '../profile/profile.js';
import { isOwnPath, pathOfUrl } from './own-path.js';

/** A profile's calls in the ways in which costs are asked for. Computed once per profile. */
export interface Calls {
  readonly profile: Profile;
  /** Frames by the path of their file. */
  readonly framesOf: ReadonlyMap<string, readonly number[]>;
  /** Nodes of a frame, ascending. */
  nodesOf(frame: number): Uint32Array;
  /** Samples in a node and its callees; what was counted as ticks where samples are not kept. */
  samplesBelow(node: number): number;
  /** Line ticks of a node of the program's own: pairs of line and the part of the node's own time, 0 to 1. Empty where the profile does not tell. */
  linesOf(node: number): readonly (readonly [line: number, part: number])[];
  /** Nodes in which a function goes on after an await, or a callback of a promise runs: what had called it is gone from the stack. By frame. */
  readonly resumed: ReadonlyMap<number, readonly number[]>;
  /** In the profile's unit: all but idling; idling; what ran without any of the program's own functions on the stack, collecting garbage left out. */
  readonly busy: number;
  readonly idle: number;
  readonly foreign: number;
}

const prepared = new WeakMap<Profile, { readonly pathOf: (url: string) => string | undefined; readonly calls: Calls }>();

/** @param pathOf the path of a frame's URL, if it is a file */
export function callsOf(profile: Profile, pathOf: (url: string) => string | undefined = pathOfUrl): Calls {
  const known = prepared.get(profile);
  if (known?.pathOf === pathOf) return known.calls;
  const calls = prepare(profile, pathOf);
  prepared.set(profile, { pathOf, calls });
  return calls;
}

function prepare(profile: Profile, pathOf: (url: string) => string | undefined): Calls {
  const { nodes } = profile;
  const paths = framePaths(profile, pathOf);
  const framesOf = new Map<string, number[]>();
  paths.forEach((path, frame) => {
    if (path !== undefined) framesOf.set(path, [...(framesOf.get(path) ?? []), frame]);
  });
  const order = nodesByFrame(profile);
  const own = Uint8Array.from({ length: profile.frames.count }, (_, frame) => (isOwn(paths[frame]) ? 1 : 0));
  const ticks = ticksByNode(profile, own);
  const before = samplesBefore(profile);
  return {
    profile, framesOf,
    nodesOf: (frame) => order.nodes.subarray(order.first[frame] ?? 0, order.first[frame + 1] ?? 0),
    samplesBelow: (node) => (before[nodes.end[node] ?? 0] ?? 0) - (before[node] ?? 0),
    linesOf: (node) => linesOf(profile, ticks, node),
    resumed: resumedNodes(profile),
    ...amounts(profile, own),
  };
}

function isOwn(path: string | undefined): boolean {
  return path !== undefined && isOwnPath(path);
}

function framePaths({ frames }: Profile, pathOf: (url: string) => string | undefined): readonly (string | undefined)[] {
  const known = new Map<number, string | undefined>();
  return Array.from(frames.url, (url) => {
    if (!known.has(url)) known.set(url, pathOf(frames.strings[url] ?? ''));
    return known.get(url);
  });
}

/** Nodes sorted by frame: those of frame `f` are from `first[f]` to before `first[f + 1]`. */
function nodesByFrame({ frames, nodes }: Profile): { readonly first: Uint32Array; readonly nodes: Uint32Array } {
  const first = new Uint32Array(frames.count + 1);
  for (let node = 0; node < nodes.count; node++) add(first, (nodes.frame[node] ?? 0) + 1, 1);
  for (let frame = 0; frame < frames.count; frame++) add(first, frame + 1, first[frame] ?? 0);
  const next = first.slice();
  const sorted = new Uint32Array(nodes.count);
  for (let node = 0; node < nodes.count; node++) {
    const frame = nodes.frame[node] ?? 0;
    sorted[next[frame] ?? 0] = node;
    add(next, frame, 1);
  }
  return { first, nodes: sorted };
}

function add(column: Uint32Array | Float64Array, at: number, amount: number): void {
  column[at] = (column[at] ?? 0) + amount;
}

/** Rows of the ticks' columns by node, for nodes of the frames given. */
function ticksByNode({ nodes, lineTicks }: Profile, wanted: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < lineTicks.count; row++) {
    const node = lineTicks.node[row] ?? 0;
    if (wanted[nodes.frame[node] ?? 0] !== 1) continue;
    const known = rows.get(node);
    if (known) known.push(row);
    else rows.set(node, [row]);
  }
  return rows;
}

function linesOf({ lineTicks }: Profile, ticks: ReadonlyMap<number, readonly number[]>, node: number): readonly (readonly [number, number])[] {
  const rows = ticks.get(node) ?? [];
  const all = rows.reduce((sum, row) => sum + (lineTicks.ticks[row] ?? 0), 0);
  return all === 0 ? [] : rows.map((row) => [lineTicks.line[row] ?? 0, (lineTicks.ticks[row] ?? 0) / all]);
}

/** Running sums in the order of nodes, so that the samples of a node and its callees are one subtraction. */
function samplesBefore({ nodes, samples, lineTicks, unit }: Profile): Float64Array {
  const own = new Float64Array(nodes.count);
  if (samples) {
    for (let sample = 0; sample < samples.count; sample++) {
      const node = samples.node[sample] ?? NO_NODE;
      if (node !== NO_NODE) add(own, node, 1);
    }
  } else if (unit === 'samples') own.set(nodes.self);
  else for (let row = 0; row < lineTicks.count; row++) add(own, lineTicks.node[row] ?? 0, lineTicks.ticks[row] ?? 0);
  const before = new Float64Array(nodes.count + 1);
  for (let node = 0; node < nodes.count; node++) before[node + 1] = (before[node] ?? 0) + (own[node] ?? 0);
  return before;
}

/** V8 runs what waits for promises from here; where a native call is what ended, nothing at all is above. */
const PROMISE_JOBS = 'runMicrotasks';

function resumedNodes({ frames, nodes }: Profile): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  const runsJobs = (frame: number): boolean => frames.strings[frames.name[frame] ?? 0] === PROMISE_JOBS && frames.strings[frames.url[frame] ?? 0] === '';
  const runners = Uint8Array.from({ length: frames.count }, (_, frame) => (runsJobs(frame) ? 1 : 0));
  // Other engines have other words, and what stands at their root began there.
  if (!runners.includes(1)) return found;
  for (let node = 1; node < nodes.count; node++) {
    const frame = nodes.frame[node] ?? 0;
    const caller = nodes.parent[node] ?? 0;
    if (frames.kind[frame] !== FrameKind.code || runners[frame] === 1 || (caller !== 0 && runners[nodes.frame[caller] ?? 0] !== 1)) continue;
    const known = found.get(frame);
    if (known) known.push(node);
    else found.set(frame, [node]);
  }
  return found;
}

function amounts({ frames, nodes }: Profile, own: Uint8Array): Pick<Calls, 'busy' | 'idle' | 'foreign'> {
  let all = 0;
  let idle = 0;
  let foreign = 0;
  // Nodes stand in depth-first order: below one of the program's own everything is skipped up to its end.
  let ownUntil = 0;
  for (let node = 0; node < nodes.count; node++) {
    const frame = nodes.frame[node] ?? 0;
    const self = nodes.self[node] ?? 0;
    const kind = frames.kind[frame];
    all += self;
    if (kind === FrameKind.idle) idle += self;
    if (own[frame] === 1) ownUntil = Math.max(ownUntil, nodes.end[node] ?? 0);
    if (node >= ownUntil && kind !== FrameKind.idle && kind !== FrameKind.collector) foreign += self;
  }
  return { busy: all - idle, idle, foreign };
}
