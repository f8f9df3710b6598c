import type { FlameLayout } from './flame-layout.js';
import { NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';

/**
 * Calls in the order of time: a box lasts as long as one sample after the other has the call in its stack. Samples that last no time
 * are not there. Absent where the profile has no samples.
 */
export function chronological({ nodes, samples }: Profile): FlameLayout | undefined {
  if (samples === undefined) return undefined;
  const kept = new Uint32Array(samples.count);
  const rows = rowsOf(nodes, samples, kept);
  const count = rows.at(-1) as number;
  const layout = { count, rows, node: new Uint32Array(count), from: new Uint32Array(count), to: new Uint32Array(count), edges: samples.start, frame: nodes.frame };
  fill(layout, nodes, samples, kept);
  return layout;
}

/**
 * A first walk over the samples counts boxes by row.
 * @param kept becomes, by sample, how many calls of the stack before it go on
 */
function rowsOf({ parent, end, depth }: NodeTable, { count, node, start }: SampleTable, kept: Uint32Array): Uint32Array {
  let deepest = 0;
  for (let call = 0; call < depth.length; call++) if ((depth[call] as number) > deepest) deepest = depth[call] as number;
  /** By row, how many more boxes begin in it than in the row before. */
  const more = new Int32Array(deepest + 1);
  let last = 0;
  for (let sample = 0; sample < count; sample++) {
    if (start[sample] === start[sample + 1]) continue;
    const call = callOf(node, sample);
    if (call === last) continue;
    let common = call;
    while (common > last || last >= (end[common] as number)) common = parent[common] as number;
    const first = depth[common] as number;
    const stop = depth[call] as number;
    kept[sample] = first;
    more[first] = (more[first] as number) + 1;
    more[stop] = (more[stop] as number) - 1;
    last = call;
  }
  const rows = new Uint32Array(deepest + 1);
  let inRow = 0;
  for (let row = 0; row < deepest; row++) {
    inRow += more[row] as number;
    rows[row + 1] = (rows[row] as number) + inRow;
  }
  return rows;
}

function callOf(node: Uint32Array, sample: number): number {
  const sampled = node[sample] as number;
  return sampled === NO_NODE ? 0 : sampled;
}

function fill({ rows, node: nodeOf, from, to }: FlameLayout, { parent, depth }: NodeTable, { count, node, start }: SampleTable, kept: Uint32Array): void {
  const next = rows.slice();
  let last = 0;
  for (let sample = 0; sample < count; sample++) {
    if (start[sample] === start[sample + 1]) continue;
    const call = callOf(node, sample);
    if (call === last) continue;
    const first = kept[sample] as number;
    for (let row = (depth[last] as number) - 1; row >= first; row--) to[(next[row] as number) - 1] = sample;
    let opened = call;
    for (let row = (depth[call] as number) - 1; row >= first; row--) {
      const box = next[row] as number;
      next[row] = box + 1;
      nodeOf[box] = opened;
      from[box] = sample;
      opened = parent[opened] as number;
    }
    last = call;
  }
  for (let row = (depth[last] as number) - 1; row >= 0; row--) to[(next[row] as number) - 1] = count;
}
