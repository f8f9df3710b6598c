import type { FrameTable, NodeTable } from './profile.js';

/** Amounts by frame, or by groups of frames: a file, a package. In the profile's unit. */
export interface Totals {
  readonly count: number;
  /** Without callees. All of them add up to the profile's total. */
  readonly self: Float64Array;
  /** With callees. What recurses counts once, so none is more than the profile's total. */
  readonly total: Float64Array;
  /** Calls in the tree, by different ways to get there. */
  readonly nodes: Uint32Array;
}

/** What each function cost, by frame. */
export function totalsByFrame(nodes: NodeTable, { count }: FrameTable): Totals {
  return totalsByKey(nodes, nodes.frame, undefined, count);
}

/**
 * What each group of frames cost.
 * @param group by frame, its group: such as `frames.url`, or a column of packages
 * @param count of groups
 */
export function totalsByGroup(nodes: NodeTable, group: Uint32Array, count: number): Totals {
  return totalsByKey(nodes, nodes.frame, group, count);
}

function totalsByKey(nodes: NodeTable, frame: Uint32Array, group: Uint32Array | undefined, count: number): Totals {
  const totals = { count, self: new Float64Array(count), total: new Float64Array(count), nodes: new Uint32Array(count) };
  /** By key: where the outermost call of it ends that was met last. What begins before is called by it. */
  const covered = new Uint32Array(count);
  for (let node = 0; node < nodes.count; node++) {
    const key = group === undefined ? (frame[node] as number) : (group[frame[node] as number] as number);
    totals.self[key] = (totals.self[key] as number) + (nodes.self[node] as number);
    totals.nodes[key] = (totals.nodes[key] as number) + 1;
    if (node < (covered[key] as number)) continue;
    covered[key] = nodes.end[node] as number;
    totals.total[key] = (totals.total[key] as number) + (nodes.total[node] as number);
  }
  return totals;
}

/** What all marked frames cost together. */
export interface MarkedTotals {
  readonly self: number;
  /** With callees, those that are marked themselves counted once. */
  readonly total: number;
  readonly frames: number;
  readonly nodes: number;
}

/** @param marked 1 for each frame that counts */
export function totalsOfMarked(nodes: NodeTable, marked: Uint8Array): MarkedTotals {
  let self = 0;
  let total = 0;
  let count = 0;
  let covered = 0;
  for (let node = 0; node < nodes.count; node++) {
    if (marked[nodes.frame[node] as number] !== 1) continue;
    count++;
    self += nodes.self[node] as number;
    if (node < covered) continue;
    covered = nodes.end[node] as number;
    total += nodes.total[node] as number;
  }
  return { self, total, nodes: count, frames: marked.reduce((sum, mark) => sum + mark, 0) };
}

/** Calls of marked frames that no marked frame calls, directly or through others. */
export function outermost(nodes: NodeTable, marked: Uint8Array): Uint32Array {
  const found: number[] = [];
  let node = 0;
  while (node < nodes.count) {
    const isMarked = marked[nodes.frame[node] as number] === 1;
    if (isMarked) found.push(node);
    node = isMarked ? (nodes.end[node] as number) : node + 1;
  }
  return Uint32Array.from(found);
}
