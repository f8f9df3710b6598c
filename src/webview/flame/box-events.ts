import type { Viewport } from './viewport.js';

/** What happens to a box: `x` and `y` are places of the page. */
export interface BoxEvent {
  readonly box: number;
  readonly x: number;
  readonly y: number;
}

export interface BoxEvents {
  'box-select': BoxEvent;
  'box-hover': BoxEvent | undefined;
  'box-open': BoxEvent & { readonly aside: boolean };
  'box-menu': BoxEvent;
  /** Entered by a double click or key: comes closer unless that is prevented. */
  'box-enter': BoxEvent;
  /** Another part is seen. */
  'view-change': Viewport;
  /** A span was drawn with the shift key held. */
  'span-select': { readonly from: number; readonly to: number };
}
