import { calleesByTotal } from '../profile/callees.js';
import type { CallerNode, CallerTree } from '../profile/callers.js';
import type { NodeTable } from '../profile/profile.js';
import type { GridRow } from './grid/grid-rows.js';

/** A row about a function or a call. */
export interface CostRow extends GridRow {
  readonly frame: number;
  readonly self: number;
  readonly total: number;
  /** The call of the profile that the row is, where it is one. */
  readonly node?: number;
}

/** What a tree is made of: nodes with a key that stays, and what is below each. */
export interface TreeSource<N> {
  readonly roots: readonly N[];
  childrenOf(node: N): readonly N[];
  hasChildren(node: N): boolean;
  keyOf(node: N, parentKey: string): string;
  costOf(node: N): Pick<CostRow, 'frame' | 'self' | 'total' | 'node'>;
}

/** What comes before a program's own code, and helpers that only pass on, are no place to stop. */
const NEARLY_ALL = 0.95;
/** So many levels are opened at once. */
const MOST_LEVELS = 100;

/** The rows of a tree that can be seen, given which of its nodes are open. Nodes below closed ones are never made. */
export class OpenTree<N> {
  private readonly known = new Map<string, { readonly node: N; readonly children: readonly N[] | undefined }>();

  constructor(private readonly source: TreeSource<N>) {}

  rows(open: ReadonlySet<string>): readonly CostRow[] {
    const rows: CostRow[] = [];
    // Calls may be deeper than a function can call itself.
    const left = [{ siblings: this.source.roots, next: 0, parentKey: '' }];
    for (let at = left.at(-1); at !== undefined; at = left.at(-1)) {
      const { siblings, next, parentKey } = at;
      const node = siblings[next];
      if (node === undefined) {
        left.pop();
        continue;
      }
      at.next += 1;
      const level = left.length;
      const key = this.source.keyOf(node, parentKey);
      const isOpen = open.has(key);
      const canOpen = this.source.hasChildren(node);
      rows.push({ key, level, position: next + 1, size: siblings.length, ...(canOpen && { isOpen }), ...this.source.costOf(node) });
      if (canOpen) this.remember(key, node);
      if (canOpen && isOpen) left.push({ siblings: this.childrenAt(key), next: 0, parentKey: key });
    }
    return rows;
  }

  /** What is open before anybody opened anything. */
  get firstOpen(): ReadonlySet<string> {
    const [root] = this.source.roots;
    if (root === undefined || !this.source.hasChildren(root)) return new Set();
    const key = this.source.keyOf(root, '');
    this.remember(key, root);
    return this.opened(new Set(), key);
  }

  /** Opens a node, and below it as long as nearly all goes one way, but no deeper than somebody can look. */
  opened(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
    const result = new Set(open);
    let levels = 0;
    for (let at: string | undefined = key; at !== undefined && levels < MOST_LEVELS && this.known.has(at); levels++) {
      result.add(at);
      const [first] = this.childrenAt(at);
      const goesOn: boolean = first !== undefined && this.source.costOf(first).total >= NEARLY_ALL * this.source.costOf(this.known.get(at)!.node).total;
      const only: N | undefined = goesOn ? first : undefined;
      const next: string | undefined = only !== undefined && this.source.hasChildren(only) ? this.source.keyOf(only, at) : undefined;
      if (only !== undefined && next !== undefined) this.remember(next, only);
      at = next;
    }
    return result;
  }

  private remember(key: string, node: N): void {
    if (!this.known.has(key)) this.known.set(key, { node, children: undefined });
  }

  private childrenAt(key: string): readonly N[] {
    const entry = this.known.get(key);
    if (!entry) return [];
    const children = entry.children ?? this.source.childrenOf(entry.node);
    this.known.set(key, { node: entry.node, children });
    return children;
  }
}

export function topDownSource(nodes: NodeTable): TreeSource<number> {
  return {
    roots: calleesByTotal(nodes, 0),
    childrenOf: (node) => calleesByTotal(nodes, node),
    hasChildren: (node) => hasCostlyCallee(nodes, node),
    keyOf: (node) => String(node),
    costOf: (node) => ({ frame: nodes.frame[node]!, self: nodes.self[node]!, total: nodes.total[node]!, node }),
  };
}

function hasCostlyCallee({ self, total }: NodeTable, node: number): boolean {
  return total[node]! > self[node]!;
}

export function bottomUpSource(callers: CallerTree): TreeSource<CallerNode> {
  const roots = callers.functions.map(({ frame }) => callers.wayTo(frame));
  return {
    roots,
    childrenOf: (node) => callers.callersOf(node),
    hasChildren: (node) => !node.outermost,
    keyOf: ({ frame }, parentKey) => `${parentKey}/${String(frame)}`,
    costOf: ({ frame, self, total }) => ({ frame, self, total }),
  };
}
