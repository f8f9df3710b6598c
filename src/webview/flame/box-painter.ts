import type { BoxList } from './box-list.js';
import { paintWithCanvas } from './canvas-boxes.js';
import { WebglBoxes } from './webgl-boxes.js';

/** Draws boxes on a canvas whose size in pixels of the screen is set by the caller. */
export interface BoxPainter {
  /** `background` as the colours of boxes. */
  paint(boxes: BoxList, background: number): void;
  readonly kind: 'webgl' | 'canvas';
  dispose(): void;
}

/**
 * By the graphics card where there is WebGL 2, otherwise with the canvas's own rectangles. A lost card calls `onLost` once; the
 * canvas cannot be used for anything else then and has to be replaced.
 */
export function boxPainterFor(canvas: HTMLCanvasElement, prefer: 'webgl' | 'canvas', onLost: () => void): BoxPainter {
  const webgl = prefer === 'webgl' ? WebglBoxes.on(canvas, onLost) : undefined;
  if (webgl) return webgl;
  const context = canvas.getContext('2d', { alpha: false });
  return {
    kind: 'canvas',
    paint: (boxes, background) => context && paintWithCanvas(context, boxes, background),
    dispose: () => {},
  };
}
