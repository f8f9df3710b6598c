import type { BoxList } from './box-list.js';
import { cssColour } from './colour.js';

/** The same picture as WebGL makes, without it. */
export function paintWithCanvas(context: CanvasRenderingContext2D, boxes: BoxList, background: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = cssColour(background);
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  const { rectangles, colours } = boxes;
  let current: number | undefined;
  for (let box = 0; box < boxes.count; box++) {
    const colour = colours[box]!;
    if (colour !== current) context.fillStyle = cssColour((current = colour));
    const at = box * 4;
    context.fillRect(rectangles[at]!, rectangles[at + 1]!, rectangles[at + 2]!, rectangles[at + 3]!);
  }
}
