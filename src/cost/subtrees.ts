import type { Calls } from './calls.js';

/** Calls and all that they call, none of them twice: nodes whose callees up to `end` are meant too, ascending and apart from each other. */
export class Subtrees {
  private readonly roots: readonly number[];

  constructor(private readonly calls: Calls, nodes: Iterable<number>) {
    const { end } = calls.profile.nodes;
    let covered = 0;
    this.roots = [...nodes].sort((a, b) => a - b).filter((node) => {
      if (node < covered) return false;
      covered = end[node] ?? 0;
      return true;
    });
  }

  has(node: number): boolean {
    let low = 0;
    let high = this.roots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.roots[middle] ?? 0) <= node) low = middle + 1;
      else high = middle;
    }
    const root = this.roots[low - 1];
    return root !== undefined && node < (this.calls.profile.nodes.end[root] ?? 0);
  }

  get total(): number {
    const { total } = this.calls.profile.nodes;
    return this.roots.reduce((sum, root) => sum + (total[root] ?? 0), 0);
  }

  get samples(): number {
    return this.roots.reduce((sum, root) => sum + this.calls.samplesBelow(root), 0);
  }

  with(nodes: Iterable<number>): Subtrees {
    return new Subtrees(this.calls, [...this.roots, ...nodes]);
  }
}
