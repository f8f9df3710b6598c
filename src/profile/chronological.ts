import type { FlameLayout } from './flame-layout.js';
import { NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';

/**
 * Calls in the order of time: a box lasts as long as one sample after the other has the call in its stack. Samples that last no time
 * are not there. Absent where the profile has no samples.
 */
export function chronological({ nodes, samples }: Profile): FlameLayout | undefined {
  if (samples === undefined) return undefined;
  const rows = rowsOf(nodes, samples);
  const count = rows.at(-1) as number;
  const layout = { count, rows, node: new Uint32Array(count), from: new Uint32Array(count), to: new Uint32Array(count), edges: samples.start, frame: nodes.frame };
  fill(layout, nodes, samples);
  return layout;
}

/** A first walk over the samples counts boxes by row. */
function rowsOf({ parent, end, depth }: NodeTable, { count, node, start }: SampleTable): Uint32Array {
  let deepest = 0;
  for (const each of depth) if (each > deepest) deepest = each;
  const rows = new Uint32Array(deepest + 1);
  let last = 0;
  for (let sample = 0; sample < count; sample++) {
    if (start[sample] === start[sample + 1]) continue;
    const sampled = node[sample] as number;
    const call = sampled === NO_NODE ? 0 : sampled;
    for (let opened = call; opened > last || last >= (end[opened] as number); opened = parent[opened] as number) {
      const row = depth[opened] as number;
      rows[row] = (rows[row] as number) + 1;
    }
    last = call;
  }
  // Row 0 is depth 1: shifted by one, what was counted is where rows end.
  for (let row = 1; row <= deepest; row++) rows[row] = (rows[row] as number) + (rows[row - 1] as number);
  return rows;
}

function fill({ rows, node: nodeOf, from, to }: FlameLayout, { parent, end, depth }: NodeTable, { count, node, start }: SampleTable): void {
  const next = rows.slice();
  let last = 0;
  for (let sample = 0; sample < count; sample++) {
    if (start[sample] === start[sample + 1]) continue;
    const sampled = node[sample] as number;
    const call = sampled === NO_NODE ? 0 : sampled;
    if (call === last) continue;
    let common = call;
    for (; common > last || last >= (end[common] as number); common = parent[common] as number) {
      const row = (depth[common] as number) - 1;
      const box = next[row] as number;
      next[row] = box + 1;
      nodeOf[box] = common;
      from[box] = sample;
    }
    const opened = depth[call] as number;
    for (let closed = last; closed !== common; closed = parent[closed] as number) {
      const row = (depth[closed] as number) - 1;
      // The box that was opened in the same row stands behind the one that closes.
      to[(next[row] as number) - (opened > row ? 2 : 1)] = sample;
    }
    last = call;
  }
  for (let closed = last; closed > 0; closed = parent[closed] as number) to[(next[(depth[closed] as number) - 1] as number) - 1] = count;
}
