import type { FlameLayout } from './flame-layout.js';

/** The part of a flame graph that is looked at. */
export interface Viewport {
  /** Positions in the profile's unit. */
  readonly from: number;
  readonly to: number;
  /** Rows, the last one excluded. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** How wide it is drawn. */
  readonly pixels: number;
}

/** What is narrower, in pixels, is drawn together with its neighbours. */
const NARROW = 0.5;

/** Boxes to draw, in columns that are used again for every picture. */
export class VisibleBoxes {
  count = 0;
  row = new Uint32Array(1024);
  /** Pixels from the viewport's left edge; what reaches out of it is cut off there. */
  left = new Float32Array(1024);
  right = new Float32Array(1024);
  /** The box, or the first of those drawn together. */
  box = new Uint32Array(1024);
  /** How many boxes are drawn as this one. */
  merged = new Uint32Array(1024);

  add(row: number, left: number, right: number, box: number, merged: number): void {
    if (this.count === this.row.length) this.grow();
    const at = this.count++;
    this.row[at] = row;
    this.left[at] = left;
    this.right[at] = right;
    this.box[at] = box;
    this.merged[at] = merged;
  }

  private grow(): void {
    const size = this.row.length * 2;
    const larger = <Column extends Uint32Array | Float32Array>(column: Column, into: Column): Column => {
      into.set(column);
      return into;
    };
    this.row = larger(this.row, new Uint32Array(size));
    this.left = larger(this.left, new Float32Array(size));
    this.right = larger(this.right, new Float32Array(size));
    this.box = larger(this.box, new Uint32Array(size));
    this.merged = larger(this.merged, new Uint32Array(size));
  }
}

/**
 * Finds what is to be drawn. The work grows with the pixels and rows of the viewport, not with the boxes in it: runs of boxes too narrow
 * to be seen are leapt over.
 * @param found emptied first
 */
export function findVisible(layout: FlameLayout, viewport: Viewport, found: VisibleBoxes): void {
  found.count = 0;
  const { from, to, pixels } = viewport;
  if (!(to > from) || !(pixels > 0)) return;
  const last = Math.min(viewport.lastRow, layout.rows.length - 1);
  layout.makeRows(last);
  const cells = edgesByCell(layout.edges, viewport);
  for (let row = Math.max(0, viewport.firstRow); row < last; row++) findInRow(layout, viewport, row, cells, found);
}

/** The viewport in cells as wide as `NARROW`: by cell, the last edge that is not right of the cell's left end. */
function edgesByCell(edges: Float64Array, { from, to, pixels }: Viewport): Int32Array {
  const count = Math.ceil(pixels / NARROW);
  const cells = new Int32Array(count + 1);
  const width = ((to - from) / pixels) * NARROW;
  let edge = -1;
  for (let cell = 0; cell <= count; cell++) {
    const position = from + cell * width;
    let step = 1;
    while (edge + step < edges.length && (edges[edge + step] as number) <= position) step *= 2;
    let high = Math.min(edge + step, edges.length);
    // Between `edge`, which is not right of the position, and `high`, which is or does not exist.
    while (high - edge > 1) {
      const middle = (edge + high) >>> 1;
      if ((edges[middle] as number) <= position) edge = middle;
      else high = middle;
    }
    cells[cell] = edge;
  }
  return cells;
}

function findInRow(layout: FlameLayout, viewport: Viewport, row: number, cells: Int32Array, found: VisibleBoxes): void {
  const { rows, from, to, edges } = layout;
  const { pixels } = viewport;
  const stop = rows[row + 1] as number;
  const scale = pixels / (viewport.to - viewport.from);
  const pixel = (edge: number): number => ((edges[edge] as number) - viewport.from) * scale;
  let box = firstEndingAfter(to, rows[row] as number, stop, cells[0] as number);
  while (box < stop) {
    const left = pixel(from[box] as number);
    if (left >= pixels) return;
    const right = pixel(to[box] as number);
    if (right - left >= NARROW) {
      found.add(row, Math.max(0, left), Math.min(pixels, right), box, 1);
      box++;
      continue;
    }
    // All that ends within the cell in which this box ends is drawn as one.
    const cell = Math.min(cells.length - 1, Math.floor(Math.max(0, right) / NARROW) + 1);
    const next = Math.max(box + 1, firstEndingAfter(to, box, stop, cells[cell] as number));
    found.add(row, Math.max(0, left), Math.min(pixels, pixel(to[next - 1] as number)), box, next - box);
    box = next;
  }
}

/** Gallops, because what is looked for is near most of the time. */
function firstEndingAfter(to: Uint32Array, first: number, stop: number, edge: number): number {
  let low = first;
  let step = 1;
  while (low + step < stop && (to[low + step] as number) <= edge) step *= 2;
  let high = Math.min(low + step, stop);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((to[middle] as number) > edge) high = middle;
    else low = middle + 1;
  }
  return low;
}
