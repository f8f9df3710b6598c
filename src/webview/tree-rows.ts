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

/** The rows of a tree that can be seen, given which of its nodes are open. Nodes below closed ones are never made. */
export class OpenTree<N> {
  private readonly known = new Map<string, { readonly node: N; readonly children: readonly N[] | undefined }>();

  constructor(private readonly source: TreeSource<N>) {}

  rows(open: ReadonlySet<string>): readonly CostRow[] {
    const rows: CostRow[] = [];
    const walk = (siblings: readonly N[], level: number, parentKey: string): void => {
      siblings.forEach((node, index) => {
        const key = this.source.keyOf(node, parentKey);
        const isOpen = open.has(key);
        const canOpen = this.source.hasChildren(node);
        rows.push({ key, level, position: index + 1, size: siblings.length, ...(canOpen && { isOpen }), ...this.source.costOf(node) });
        if (canOpen) this.remember(key, node);
        if (canOpen && isOpen) walk(this.childrenAt(key), level + 1, key);
      });
    };
    walk(this.source.roots, 1, '');
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

  /** Opens a node, and below it as long as nearly all goes one way. */
  opened(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
    const result = new Set(open);
    for (let at: string | undefined = key; at !== undefined && this.known.has(at);) {
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
