import type { FrameTooltip } from './frame-tooltip.js';
import type { PanelLook } from './panel-look.js';
import type { PanelModel } from './panel-model.js';

/** What a view of the panel works with, and can ask for. */
export interface PaneHost {
  readonly model: PanelModel;
  readonly look: PanelLook;
  readonly tooltip: FrameTooltip;
  /** The page around it. */
  readonly element: HTMLElement;
  /** Shows the source of a function. */
  open(frame: number, aside: boolean): void;
  /** What can be done with a function, or with one call of it, to which a path of frames leads. */
  menu(frame: number, path: readonly number[] | undefined, x: number, y: number): void;
  /** To the clipboard. */
  copy(text: string): void;
  /** The callers of the selected call, to the clipboard. */
  copyStack(): void;
  /** Shows it anew, when something changed that is not in the model. */
  refresh(): void;
}
