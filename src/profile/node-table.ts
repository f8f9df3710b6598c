import type { NodeTable } from './profile.js';

/**
 * The table of calls that stand in depth-first order already.
 * @param self left as it is: the table's own from now on, as are the others
 */
export function nodeTable(parent: Int32Array, frame: Uint32Array, self: Float64Array): NodeTable {
  const count = parent.length;
  const [depth, end, total] = [new Uint32Array(count), new Uint32Array(count), self.slice()];
  for (let node = 1; node < count; node++) depth[node] = depth[parent[node]!]! + 1;
  // From the last call on: the first callee to be seen is the last in order.
  for (let node = count - 1; node > 0; node--) {
    const caller = parent[node]!;
    if (end[node] === 0) end[node] = node + 1;
    if (end[caller] === 0) end[caller] = end[node]!;
    total[caller]! += total[node]!;
  }
  if (count > 0) end[0] = count;
  return { count, parent, frame, end, depth, self, total };
}

/** Calls with these amounts. Named one by one, because objects that are spread have another shape, and what reads them is compiled for each. */
export function withSelf({ count, parent, frame, end, depth }: Omit<NodeTable, 'self' | 'total'>, self: Float64Array): NodeTable {
  return { count, parent, frame, end, depth, self, total: totalsOf(parent, self) };
}

function totalsOf(parent: Int32Array, self: Float64Array): Float64Array {
  const total = self.slice();
  for (let node = parent.length - 1; node > 0; node--) {
    const caller = parent[node] as number;
    total[caller] = (total[caller] as number) + (total[node] as number);
  }
  return total;
}

/** How deep the deepest calls are. */
export function deepest({ depth }: NodeTable): number {
  let most = 0;
  for (let node = 0; node < depth.length; node++) if (depth[node]! > most) most = depth[node]!;
  return most;
}
