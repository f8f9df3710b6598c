import { boxAt as boxAtOrNone, type FlameLayout } from '../../profile/flame-layout.js';

export function rowCount({ rows }: FlameLayout): number {
  return rows.length - 1;
}

export function startOf({ edges, from }: FlameLayout, box: number): number {
  return edges[from[box]!]!;
}

export function endOf({ edges, to }: FlameLayout, box: number): number {
  return edges[to[box]!]!;
}

export function frameOf({ frame, node }: FlameLayout, box: number): number {
  return frame[node[box]!]!;
}

/** The box of a row at a position. */
export function boxAt(layout: FlameLayout, row: number, position: number): number | undefined {
  const box = row < 0 ? -1 : boxAtOrNone(layout, row, position);
  return box < 0 ? undefined : box;
}

export function rowOf({ rows }: FlameLayout, box: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle + 1]! <= box) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function parentOf(layout: FlameLayout, box: number): number | undefined {
  const row = rowOf(layout, box);
  if (row === 0) return undefined;
  const { rows, from } = layout;
  return firstFrom(from, from[box]! + 1, rows[row - 1]!, rows[row]!) - 1;
}

/** The boxes right below a box: from the first up to, without, the second. */
export function childrenOf(layout: FlameLayout, box: number): readonly [number, number] {
  const row = rowOf(layout, box) + 1;
  if (row >= rowCount(layout)) return [0, 0];
  layout.makeRows(row + 1);
  const { rows, from, to } = layout;
  const first = firstFrom(from, from[box]!, rows[row]!, rows[row + 1]!);
  return [first, firstFrom(from, to[box]!, first, rows[row + 1]!)];
}

/** The boxes with the same parent, in the same form. */
export function siblingsOf(layout: FlameLayout, box: number): readonly [number, number] {
  const parent = parentOf(layout, box);
  return parent === undefined ? [0, layout.rows[1]!] : childrenOf(layout, parent);
}

export function widestOf(layout: FlameLayout, [first, last]: readonly [number, number]): number | undefined {
  let widest: number | undefined;
  let width = -1;
  for (let box = first; box < last; box++) {
    const wide = endOf(layout, box) - startOf(layout, box);
    if (wide > width) [widest, width] = [box, wide];
  }
  return widest;
}

/** The first box that begins at or after an edge. */
function firstFrom(from: Uint32Array, edge: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (from[middle]! < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
