import { FIRST_ROWS, GrowingLayout, rowStarts, type FlameColumns, type FlameLayout } from './flame-layout.js';
import { deepest } from './node-table.js';
import { NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';

/**
 * Calls in the order of time: a box lasts as long as one sample after the other has the call in its stack. Samples that last no time
 * are not there. Absent where the profile has no samples.
 * @param first rows that are made at once
 */
export function chronological({ nodes, samples }: Profile, first = FIRST_ROWS): FlameLayout | undefined {
  if (samples === undefined) return undefined;
  const height = deepest(nodes);
  return new GrowingLayout(nodes.frame, height, (rows) => columnsOf(nodes, samples, height, rows), first);
}

/** Where boxes of the rows that are made end and begin, in the order of time. */
interface Changes {
  count: number;
  readonly sample: Uint32Array;
  /** The call in the last of these rows that is open from there on; the root where none is. */
  readonly call: Uint32Array;
  /** In how many rows the box before it goes on. */
  readonly kept: Uint32Array;
}

function columnsOf(nodes: NodeTable, samples: SampleTable, height: number, made: number): FlameColumns {
  /** By row, how many more boxes begin in it than in the row before; then how many do. */
  const counts = new Int32Array(made + 1);
  const changes = changesIn(nodes, samples, made, counts);
  for (let row = 1; row <= made; row++) counts[row]! += counts[row - 1]!;
  const rows = rowStarts(counts, height);
  const count = rows[height]!;
  const columns = { count, rows, node: new Uint32Array(count), from: new Uint32Array(count), to: new Uint32Array(count), edges: samples.start };
  fill(columns, changes, nodes, samples.count);
  return columns;
}

function changesIn({ parent, end, depth }: NodeTable, { count, node, start }: SampleTable, made: number, more: Int32Array): Changes {
  const changes = { count: 0, sample: new Uint32Array(count), call: new Uint32Array(count), kept: new Uint32Array(count) };
  /** By row, the call that is open there. */
  const stack = new Uint32Array(made);
  let last = 0;
  let open = 0;
  /** Calls from the last one up to before this one are below the rows that are made. */
  let below = 0;
  for (let sample = 0; sample < count; sample++) {
    let call = callOf(node, sample);
    if (call === last || (call > last && call < below) || start[sample] === start[sample + 1]) continue;
    let stop = depth[call]!;
    for (; stop > made; stop--) call = parent[call]!;
    if (call === last) continue;
    let kept = stop;
    // Up to a caller that is open: those further out are, too.
    for (let opened = call; kept > open || (kept > 0 && stack[kept - 1] !== opened); opened = parent[opened]!) stack[--kept] = opened;
    more[kept]!++;
    more[stop]!--;
    const change = changes.count++;
    changes.sample[change] = sample;
    changes.call[change] = call;
    changes.kept[change] = kept;
    last = call;
    open = stop;
    below = stop === made ? end[call]! : 0;
  }
  return changes;
}

function callOf(node: Uint32Array, sample: number): number {
  const sampled = node[sample]!;
  return sampled === NO_NODE ? 0 : sampled;
}

function fill({ rows, node, from, to }: FlameColumns, changes: Changes, { parent, depth }: NodeTable, ended: number): void {
  const next = rows.slice();
  let open = 0;
  for (let change = 0; change < changes.count; change++) {
    const sample = changes.sample[change]!;
    const kept = changes.kept[change]!;
    for (let row = open - 1; row >= kept; row--) to[next[row]! - 1] = sample;
    let opened = changes.call[change]!;
    open = depth[opened]!;
    for (let row = open - 1; row >= kept; row--) {
      const box = next[row]!;
      next[row] = box + 1;
      node[box] = opened;
      from[box] = sample;
      opened = parent[opened]!;
    }
  }
  for (let row = open - 1; row >= 0; row--) to[next[row]! - 1] = ended;
}
