import { NO_TICKS, selfOfSamples, ticksPlaced } from './assemble.js';
import { attachCollector } from './collector.js';
import { Fate, remadeTree } from './merge-tree.js';
import { withSelf } from './node-table.js';
import { NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';
import { outermost } from './totals.js';

/** A way to look at a part of a profile, or at it with less in it. Indices are those of the profile that it is applied to. */
export type Transform =
  /** One call and what it calls. */
  | { readonly type: 'focus-call'; readonly node: number }
  /** Marked functions, their outermost calls become one each, and what they call. */
  | { readonly type: 'focus-frames'; readonly marked: FrameMarks }
  /** Marked functions are as if inlined: their own time is their caller's. */
  | { readonly type: 'hide-frames'; readonly marked: FrameMarks }
  /** Calls of marked functions are gone, with their time and all that they call. */
  | { readonly type: 'leave-out-frames'; readonly marked: FrameMarks }
  /** Within marked groups (such as packages) calls become part of the call by which the group was entered. */
  | { readonly type: 'collapse-groups'; readonly group: Uint32Array; readonly marked: FrameMarks }
  /** A function that calls itself directly is one call. */
  | { readonly type: 'collapse-recursion' }
  /** Garbage collection belongs to the call that it interrupted, as Chrome DevTools shows it. */
  | { readonly type: 'attach-collector' }
  /** What happened from one time to another, in microseconds since the run began. */
  | { readonly type: 'time-range'; readonly from: number; readonly to: number };

/** 1 for each frame, or group, that is meant. */
export type FrameMarks = Uint8Array;

/** A profile of its own, with indices of its own; frames stay those of the one it is made from. */
export function transformed(profile: Profile, transform: Transform): Profile {
  const { nodes } = profile;
  switch (transform.type) {
    case 'focus-call':
      return transform.node > 0 && transform.node < nodes.count ? rebuilt(profile, undefined, [transform.node]) : profile;
    case 'focus-frames':
      return rebuilt(profile, undefined, outermost(nodes, transform.marked));
    case 'hide-frames':
      return rebuilt(profile, fatesOfFrames(nodes, Fate.intoCaller, transform.marked));
    case 'leave-out-frames':
      return rebuilt(profile, fatesOfFrames(nodes, Fate.leaveOut, transform.marked));
    case 'collapse-groups': {
      const { group, marked } = transform;
      const groupOf = (node: number): number => group[nodes.frame[node] as number] as number;
      return rebuilt(profile, intoCaller(nodes, (node) => marked[groupOf(node)] === 1 && nodes.parent[node] !== 0 && groupOf(node) === groupOf(nodes.parent[node] as number)));
    }
    case 'collapse-recursion':
      return rebuilt(profile, intoCaller(nodes, (node) => nodes.frame[node] === nodes.frame[nodes.parent[node] as number]));
    case 'attach-collector':
      return attachCollector(profile);
    case 'time-range':
      return inRange(profile, transform.from, transform.to);
  }
}

function fatesOfFrames({ count, frame }: NodeTable, fate: Fate, marked: FrameMarks): Uint8Array {
  const fates = new Uint8Array(count);
  // Whether a call is meant is as good as chance: looking it up takes no branch.
  const fateOf = marked.map((mark) => (mark === 1 ? fate : Fate.keep));
  for (let node = 1; node < count; node++) fates[node] = fateOf[frame[node]!]!;
  return fates;
}

function intoCaller({ count }: NodeTable, meant: (node: number) => boolean): Uint8Array {
  const fates = new Uint8Array(count);
  for (let node = 1; node < count; node++) if (meant(node)) fates[node] = Fate.intoCaller;
  return fates;
}

function rebuilt(profile: Profile, fate?: Uint8Array, starts?: readonly number[] | Uint32Array): Profile {
  const { nodes, placeOf } = remadeTree(profile.nodes, profile.frames.count, fate, starts);
  const lineTicks = ticksPlaced(profile.lineTicks, placeOf, profile.nodes.frame, nodes);
  return { ...profile, nodes, samples: profile.samples && moved(profile.samples, placeOf), lineTicks, total: nodes.total[0] ?? 0 };
}

function moved({ count, node, start }: SampleTable, placeOf: Uint32Array): SampleTable {
  const places = new Uint32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const old = node[sample] as number;
    places[sample] = old === NO_NODE ? NO_NODE : (placeOf[old] as number);
  }
  return { count, node: places, start };
}

/** Calls stay where they are, those that were not there without time: a range is chosen by dragging, and that has to be quick. */
function inRange(profile: Profile, from: number, to: number): Profile {
  if (profile.samples === undefined || !(to > from)) return profile;
  const { node, start } = profile.samples;
  const first = Math.max(0, firstAfter(start, from) - 1);
  const stop = Math.max(first, Math.min(profile.samples.count, firstAfter(start, to)));
  const begins = Math.max(from, start[first] ?? 0);
  const times = new Float64Array(stop - first + 1);
  for (let sample = first; sample <= stop; sample++) times[sample - first] = Math.max(0, Math.min(to, start[sample] as number) - begins);
  const samples = { count: stop - first, node: node.slice(first, stop), start: times };
  const nodes = withSelf(profile.nodes, selfOfSamples(samples, profile.nodes.count));
  const startedAt = profile.startedAt === undefined ? {} : { startedAt: profile.startedAt + begins };
  return { ...profile, nodes, samples, lineTicks: NO_TICKS, total: nodes.total[0] ?? 0, ...startedAt };
}

/** The first index whose value is larger. */
function firstAfter(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
