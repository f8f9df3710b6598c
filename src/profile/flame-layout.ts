/**
 * Boxes of a flame graph in rows, row 0 being what the root calls. Positions are indices into `edges`, so that comparing two is
 * comparing whole numbers, and boxes of a chart in time order share the columns of its samples. Rows may be made when somebody looks at
 * them: whoever does says so by `makeRows` before reading columns, which are others then, though a box keeps its index.
 */
export interface FlameLayout extends FlameColumns {
  /** The frame of each node: of the profile's in charts of calls, of callers' in an inverted one. */
  readonly frame: Uint32Array;
  /** Makes the rows before `stop` that are not made yet. */
  makeRows(stop: number): void;
}

export interface FlameColumns {
  /** Of the rows that are made; above 0 where there are any boxes at all. */
  readonly count: number;
  /** By row the index of its first box, and after the last row `count`; a row that is not made has no boxes. */
  readonly rows: Uint32Array;
  readonly node: Uint32Array;
  /** Where a box begins and ends. Boxes of a row stand from left to right and never overlap. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** In the profile's unit from the left, never falling. */
  readonly edges: Float64Array;
}

/** Rows that a window shows at once, and a few more. */
export const FIRST_ROWS = 48;

/** A layout of which the first rows are made, and twice as many whenever more are looked at: in a deep profile most boxes are where hardly anybody goes. */
export class GrowingLayout implements FlameLayout {
  count = 0;
  rows: Uint32Array;
  node: Uint32Array = new Uint32Array();
  from: Uint32Array = new Uint32Array();
  to: Uint32Array = new Uint32Array();
  edges: Float64Array = new Float64Array();
  private made = 0;

  /**
   * @param height rows that there are
   * @param columnsOf all columns of so many rows: each row is the same however many come after it
   * @param first rows that are made at once
   */
  constructor(readonly frame: Uint32Array, private readonly height: number, private readonly columnsOf: (rows: number) => FlameColumns, first: number) {
    this.rows = new Uint32Array(height + 1);
    this.take(Math.min(first, height));
  }

  makeRows(stop: number): void {
    if (stop > this.made && this.made < this.height) this.take(Math.min(this.height, Math.max(stop, 2 * this.made)));
  }

  private take(made: number): void {
    ({ count: this.count, rows: this.rows, node: this.node, from: this.from, to: this.to, edges: this.edges } = this.columnsOf(made));
    this.made = made;
  }
}

/**
 * By row the index of its first box.
 * @param counts of boxes by row: of the rows that are made
 * @param height rows that there are
 */
export function rowStarts(counts: ArrayLike<number>, height: number): Uint32Array {
  const rows = new Uint32Array(height + 1);
  for (let row = 0; row < height; row++) rows[row + 1] = rows[row]! + (counts[row] ?? 0);
  return rows;
}

/** How wide the whole is, in the profile's unit. */
export function extentOf({ edges }: FlameLayout): number {
  return edges.at(-1) ?? 0;
}

/** The box at a position in a row, or -1. */
export function boxAt(layout: FlameLayout, row: number, position: number): number {
  layout.makeRows(row + 1);
  const { rows, from, to, edges } = layout;
  const first = rows[row];
  const stop = rows[row + 1];
  if (first === undefined || stop === undefined) return -1;
  let low = first;
  let high = stop;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[to[middle] as number] as number) > position) high = middle;
    else low = middle + 1;
  }
  return low < stop && (edges[from[low] as number] as number) <= position ? low : -1;
}
