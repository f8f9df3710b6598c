import { FrameKind, NO_NODE, type NodeTable, type SampleTable } from '../profile.js';
import type { MeasuredThread } from './run.js';

/**
 * A sample that lasts longer than so many usual ones was taken late: the thread waited for a processor, which says nothing about the function it was in.
 * Sampling itself strays less than this.
 */
const LATE = 1.5;

/**
 * How much of a thread's work each call of its profile did, as numbers in proportion: of allocations all, of time without idling, and, where
 * its samples are known to come at even intervals, without the time in which the machine kept the thread waiting.
 */
export function workByCall({ profile: { kind, nodes, frames, samples }, capture }: MeasuredThread): Float64Array {
  if (kind === 'heap') return nodes.self;
  const even = capture?.cpuTime !== undefined && samples !== undefined && samples.count > 0;
  const work = even ? punctualTime(samples, nodes) : Float64Array.from(nodes.self);
  for (let node = 0; node < nodes.count; node++) if (frames.kind[nodes.frame[node]!] === FrameKind.idle) work[node] = 0;
  return work;
}

/** All that was measured of a thread but idling, in the profile's unit. */
export function activeTotal({ profile: { kind, nodes, frames, total } }: MeasuredThread): number {
  if (kind === 'heap') return total;
  let idle = 0;
  for (let node = 0; node < nodes.count; node++) if (frames.kind[nodes.frame[node]!] === FrameKind.idle) idle += nodes.self[node]!;
  return Math.max(0, total - idle);
}

function punctualTime({ count, node, start }: SampleTable, nodes: NodeTable): Float64Array {
  const lasting = new Float64Array(count);
  for (let sample = 0; sample < count; sample++) lasting[sample] = start[sample + 1]! - start[sample]!;
  const longest = LATE * Float64Array.from(lasting).sort()[count >> 1]!;
  const time = new Float64Array(nodes.count);
  for (let sample = 0; sample < count; sample++) {
    const at = node[sample]!;
    if (at !== NO_NODE) time[at]! += Math.min(lasting[sample]!, longest);
  }
  return time;
}
