import { BoxList } from './box-list.js';
import { boxPainterFor, type BoxPainter } from './box-painter.js';
import { cssColour, withAlpha } from './colour.js';
import type { FlameLayout } from '../../profile/flame-layout.js';
import { VisibleBoxes, findVisible } from '../../profile/visible-boxes.js';
import { endOf, rowCount, rowOf, startOf } from './flame-rows.js';
import { LabelPainter } from './label-painter.js';
import type { Palette } from './palette.js';
import type { Viewport } from './viewport.js';

export const ROW_HEIGHT = 20;
/** Narrower boxes have no name. */
const LEAST_LABEL = 28;
const PADDING = 4;

/** What the boxes of a layout look like. */
export interface BoxLook {
  colourOf(box: number): number;
  labelOf(box: number): string;
  /** Whether the name is written weakly, as of what is no code. */
  isQuiet(box: number): boolean;
}

export interface FlameScene {
  readonly layout: FlameLayout;
  readonly view: Viewport;
  readonly look: BoxLook;
  readonly palette: Palette;
  readonly font: string;
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  /** Rows from the bottom up, for callers above a function. */
  readonly upwards: boolean;
  /** The size of the picture in pixels of the page, and how many of the screen one of them is. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Paints a part of a flame graph on two canvases: the boxes on one, the names and outlines on the one above it. */
export class FlamePainter {
  private readonly boxes = new BoxList();
  private readonly visible = new VisibleBoxes();
  private readonly labels: LabelPainter | undefined;
  private readonly above: CanvasRenderingContext2D | null;
  private readonly painter: BoxPainter;
  private readonly written: number[] = [];

  constructor(private readonly boxCanvas: HTMLCanvasElement, private readonly textCanvas: HTMLCanvasElement, prefer: 'webgl' | 'canvas', onLost: () => void) {
    this.painter = boxPainterFor(boxCanvas, prefer, onLost);
    this.above = textCanvas.getContext('2d');
    this.labels = this.above ? new LabelPainter(this.above) : undefined;
  }

  get kind(): 'webgl' | 'canvas' {
    return this.painter.kind;
  }

  paint(scene: FlameScene): void {
    for (const canvas of [this.boxCanvas, this.textCanvas]) resize(canvas, scene);
    this.fill(scene);
    this.painter.paint(this.boxes, scene.palette.background);
    this.write(scene);
  }

  dispose(): void {
    this.painter.dispose();
  }

  private fill({ layout, view, look, palette, width, height, ratio, upwards }: FlameScene): void {
    this.boxes.clear();
    this.written.length = 0;
    const inner = Math.round((ROW_HEIGHT - 1) * ratio);
    const [firstRow, lastRow] = rowsInSight(rowCount(layout), view.top, height);
    const { visible } = this;
    findVisible(layout, { from: view.from, to: view.to, firstRow, lastRow, pixels: width * ratio }, visible);
    for (let index = 0; index < visible.count; index++) {
      const box = visible.box[index]!;
      const top = Math.round(topOf(visible.row[index]!, upwards, view.top, height) * ratio);
      const left = Math.round(visible.left[index]!);
      const wide = Math.max(Math.round(visible.right[index]!) - left, 1);
      // A seam between neighbours that are wide enough to lose a pixel.
      const seam = wide > 3 ? Math.max(1, Math.round(ratio / 2)) : 0;
      this.boxes.add(left, top, wide - seam, inner, look.colourOf(box));
      if (palette.border !== undefined && wide > 8) this.outline(left, top, wide - seam, inner, palette.border, Math.round(ratio));
      if (wide >= LEAST_LABEL * ratio) this.written.push(box, left / ratio, top / ratio, (wide - seam) / ratio);
    }
  }

  private outline(left: number, top: number, width: number, height: number, colour: number, line: number): void {
    this.boxes.add(left, top, width, line, colour);
    this.boxes.add(left, top + height - line, width, line, colour);
    this.boxes.add(left, top + line, line, height - 2 * line, colour);
    this.boxes.add(left + width - line, top + line, line, height - 2 * line, colour);
  }

  private write(scene: FlameScene): void {
    const { above: context, labels } = this;
    if (!context || !labels) return;
    const { look, palette, ratio, width, height } = scene;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    labels.use(scene.font);
    const text = cssColour(palette.text);
    const quiet = cssColour(palette.quietText);
    for (let at = 0; at < this.written.length; at += 4) {
      const [box, left, top, wide] = this.written.slice(at, at + 4) as [number, number, number, number];
      context.fillStyle = look.isQuiet(box) ? quiet : text;
      labels.write(look.labelOf(box), left + PADDING, top + ROW_HEIGHT / 2, wide - 2 * PADDING);
    }
    this.mark(context, scene, scene.hovered, cssColour(withAlpha(palette.text, 0.6)), 1);
    this.mark(context, scene, scene.selected, cssColour(palette.focus), 2);
  }

  private mark(context: CanvasRenderingContext2D, scene: FlameScene, box: number | undefined, colour: string, line: number): void {
    if (box === undefined) return;
    const { left, top, width } = placeOf(scene, box);
    context.strokeStyle = colour;
    context.lineWidth = line;
    const inset = line / 2;
    context.strokeRect(left + inset, top + inset, Math.max(width - line, 1), ROW_HEIGHT - 1 - line);
  }
}

/** Where a box is in the picture, in pixels of the page, cut at its sides. */
export function placeOf({ layout, view, width, height, upwards }: FlameScene, box: number): { left: number; top: number; width: number } {
  const scale = width / (view.to - view.from);
  const left = Math.max((startOf(layout, box) - view.from) * scale, -10);
  const right = Math.min((endOf(layout, box) - view.from) * scale, width + 10);
  return { left, top: topOf(rowOf(layout, box), upwards, view.top, height), width: Math.max(right - left, 2) };
}

/** The rows that can be seen: from the first up to, without, the second. */
function rowsInSight(depth: number, top: number, height: number): readonly [number, number] {
  return [Math.max(0, Math.floor(top / ROW_HEIGHT)), Math.min(depth, Math.ceil((top + height) / ROW_HEIGHT))];
}

/** `top` is how far one has moved away from row 0, wherever that is. */
function topOf(row: number, upwards: boolean, top: number, height: number): number {
  return upwards ? height - (row + 1) * ROW_HEIGHT + top : row * ROW_HEIGHT - top;
}

/** Which row is at a height of the picture. */
export function rowAt(y: number, top: number, height: number, upwards: boolean): number {
  return Math.floor(((upwards ? height - y : y) + top) / ROW_HEIGHT);
}

function resize(canvas: HTMLCanvasElement, { width, height, ratio }: FlameScene): void {
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}
