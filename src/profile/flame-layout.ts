/**
 * Boxes of a flame graph in rows, row 0 being what the root calls. Positions are indices into `edges`, so that comparing two is
 * comparing whole numbers, and boxes of a chart in time order share the columns of its samples.
 */
export interface FlameLayout {
  readonly count: number;
  /** By row the index of its first box, and after the last row `count`. Boxes of a row stand from left to right and never overlap. */
  readonly rows: Uint32Array;
  readonly node: Uint32Array;
  /** Where a box begins and ends. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** In the profile's unit from the left, never falling. */
  readonly edges: Float64Array;
  /** The frame of each node: of the profile's in charts of calls, of callers' in an inverted one. */
  readonly frame: Uint32Array;
}

/** How wide the whole is, in the profile's unit. */
export function extentOf({ edges }: FlameLayout): number {
  return edges.at(-1) ?? 0;
}

/** The box at a position in a row, or -1. */
export function boxAt({ rows, from, to, edges }: FlameLayout, row: number, position: number): number {
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
