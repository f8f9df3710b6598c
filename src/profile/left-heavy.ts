import { FIRST_ROWS, GrowingLayout, rowStarts, type FlameColumns, type FlameLayout } from './flame-layout.js';
import { deepest } from './node-table.js';
import type { NodeTable, Profile } from './profile.js';

/**
 * Calls by what they cost, the most expensive on the left; of equal ones the first in the file. Calls that cost nothing are not there.
 * @param first rows that are made at once
 */
export function leftHeavy({ nodes }: Profile, first = FIRST_ROWS): FlameLayout {
  const height = deepest(nodes);
  return new GrowingLayout(nodes.frame, height, (rows) => new LeftHeavy(nodes, height, rows).columns(), first);
}

/** From so many callees on, sorting them by insertion is slow. */
const MANY = 24;

class LeftHeavy {
  private readonly rows: Uint32Array;
  private readonly next: Uint32Array;
  private readonly count: number;
  private readonly node: Uint32Array;
  private readonly from: Uint32Array;
  private readonly to: Uint32Array;
  private readonly edges: Float64Array;
  private edge = 0;
  /** Calls that wait, the next one last. */
  private stack = new Int32Array(256);
  private waiting = 0;

  /** @param made rows from the first on that there are to be */
  constructor(private readonly nodes: NodeTable, height: number, private readonly made: number) {
    this.rows = rowStarts(countsOf(nodes, made), height);
    this.next = this.rows.slice();
    this.count = this.rows[height]!;
    this.node = new Uint32Array(this.count);
    this.from = new Uint32Array(this.count);
    this.to = new Uint32Array(this.count);
    this.edges = new Float64Array(this.count + 2);
  }

  columns(): FlameColumns {
    const { depth, total } = this.nodes;
    let open = 0;
    if (this.made > 0) this.queueCallees(0);
    while (this.waiting > 0) {
      const call = this.stack[--this.waiting] as number;
      const row = (depth[call] as number) - 1;
      while (open > row) this.leave(--open);
      this.enter(call, row);
      open = row + 1;
      if (open < this.made) this.queueCallees(call);
    }
    while (open > 0) this.leave(--open);
    // What the root spent itself is at its right end.
    this.closeAt(total[0] ?? 0);
    const { count, rows, node, from, to } = this;
    return { count, rows, node, from, to, edges: this.edges.slice(0, this.edge + 1) };
  }

  private enter(call: number, row: number): void {
    const box = this.next[row] as number;
    this.next[row] = box + 1;
    this.node[box] = call;
    this.from[box] = this.edge;
  }

  /** All of a row's boxes after this one are yet to come: it is the last. */
  private leave(row: number): void {
    const box = (this.next[row] as number) - 1;
    this.closeAt((this.edges[this.from[box] as number] as number) + (this.nodes.total[this.node[box] as number] as number));
    this.to[box] = this.edge;
  }

  /** Callees may end where their caller does; sums of fractions may end a little after it. */
  private closeAt(position: number): void {
    if (position > (this.edges[this.edge] as number)) this.edges[++this.edge] = position;
  }

  /** The widest comes off the stack first. */
  private queueCallees(call: number): void {
    const { end, total } = this.nodes;
    const bottom = this.waiting;
    const stop = end[call] as number;
    for (let callee = call + 1; callee < stop; callee = end[callee] as number) if ((total[callee] as number) > 0) this.push(callee);
    const count = this.waiting - bottom;
    if (count > MANY) this.stack.subarray(bottom, this.waiting).sort((a, b) => (total[a] as number) - (total[b] as number) || b - a);
    else if (count > 1) this.sortFrom(bottom);
  }

  private sortFrom(bottom: number): void {
    const { stack } = this;
    const { total } = this.nodes;
    for (let index = bottom; index < this.waiting; index++) {
      const callee = stack[index] as number;
      const width = total[callee] as number;
      let place = index;
      // Calls stand in the order of the file, which of equal ones has to be turned around.
      for (; place > bottom && (total[stack[place - 1] as number] as number) >= width; place--) stack[place] = stack[place - 1] as number;
      stack[place] = callee;
    }
  }

  private push(call: number): void {
    if (this.waiting === this.stack.length) {
      const larger = new Int32Array(this.stack.length * 2);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[this.waiting++] = call;
  }
}

/** Counts boxes by row. */
function countsOf({ count, depth, total }: NodeTable, made: number): Uint32Array {
  const counts = new Uint32Array(made);
  for (let node = 1; node < count; node++) {
    const row = depth[node]! - 1;
    if (row < made && total[node]! > 0) counts[row]!++;
  }
  return counts;
}
