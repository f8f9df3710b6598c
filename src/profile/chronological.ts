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
function rowsOf({ parent, depth }: NodeTable, { count, node, start }: SampleTable, kept: Uint32Array): Uint32Array {
  /** By row, the call that is open there. */
  const stack = new Uint32Array(deepestOf(depth));
  /** By row, how many more boxes begin in it than in the row before. */
  const more = new Int32Array(stack.length + 1);
  let last = 0;
  let open = 0;
  for (let sample = 0; sample < count; sample++) {
    const call = callOf(node, sample);
    if (call === last || start[sample] === start[sample + 1]) continue;
    const stop = depth[call]!;
    let first = stop;
    // Up to a caller that is open: those further out are, too.
    for (let opened = call; first > open || (first > 0 && stack[first - 1] !== opened); opened = parent[opened]!) stack[--first] = opened;
    kept[sample] = first;
    more[first]!++;
    more[stop]!--;
    last = call;
    open = stop;
  }
  const rows = new Uint32Array(stack.length + 1);
  for (let row = 0, inRow = 0; row < stack.length; row++) {
    inRow += more[row]!;
    rows[row + 1] = rows[row]! + inRow;
  }
  return rows;
}

function deepestOf(depth: Uint32Array): number {
  let deepest = 0;
  for (let call = 0; call < depth.length; call++) if (depth[call]! > deepest) deepest = depth[call]!;
  return deepest;
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
