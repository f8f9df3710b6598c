import type { FlameLayout } from '../../profile/flame-layout.js';
import { boxAt, childrenOf, parentOf, rowOf, siblingsOf, widestOf } from './flame-rows.js';

/** What a key does in a flame graph. */
export type FlameAction =
  | { readonly do: 'step'; readonly to: 'parent' | 'child' | 'previous' | 'next' | 'first' | 'last' }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'pan'; readonly pages: number }
  | { readonly do: 'scroll'; readonly pages: number }
  | { readonly do: 'zoom-to-box' }
  | { readonly do: 'back' }
  | { readonly do: 'whole' }
  | { readonly do: 'open'; readonly aside: boolean }
  | { readonly do: 'menu' };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const PLAIN: Readonly<Record<string, FlameAction>> = {
  ArrowLeft: { do: 'step', to: 'previous' },
  ArrowRight: { do: 'step', to: 'next' },
  Home: { do: 'step', to: 'first' },
  End: { do: 'step', to: 'last' },
  w: { do: 'zoom', factor: 0.7 },
  '+': { do: 'zoom', factor: 0.7 },
  '=': { do: 'zoom', factor: 0.7 },
  s: { do: 'zoom', factor: 1 / 0.7 },
  '-': { do: 'zoom', factor: 1 / 0.7 },
  a: { do: 'pan', pages: -0.2 },
  d: { do: 'pan', pages: 0.2 },
  PageUp: { do: 'scroll', pages: -0.9 },
  PageDown: { do: 'scroll', pages: 0.9 },
  Enter: { do: 'zoom-to-box' },
  ' ': { do: 'zoom-to-box' },
  Escape: { do: 'back' },
  '0': { do: 'whole' },
  o: { do: 'open', aside: false },
  F12: { do: 'open', aside: false },
  ContextMenu: { do: 'menu' },
};

/** `upwards`: callees are drawn above their callers, so that the arrows go the other way. */
export function flameActionOf(event: Key, upwards: boolean): FlameAction | undefined {
  const { key, altKey, shiftKey } = event;
  const modified = event.ctrlKey || event.metaKey;
  if (key === 'Enter' && (modified || altKey)) return { do: 'open', aside: altKey };
  if (key === 'F12' && altKey) return { do: 'open', aside: true };
  if (key === 'F10' && shiftKey) return { do: 'menu' };
  if (modified || altKey) return undefined;
  if (key === 'ArrowUp') return { do: 'step', to: upwards ? 'child' : 'parent' };
  if (key === 'ArrowDown') return { do: 'step', to: upwards ? 'parent' : 'child' };
  return PLAIN[key] ?? PLAIN[key.toLowerCase()];
}

/** The box that a step from another leads to; the same one at an end. */
export function stepFrom(layout: FlameLayout, box: number, to: 'parent' | 'child' | 'previous' | 'next' | 'first' | 'last'): number {
  const row = rowOf(layout, box);
  const [first, last] = siblingsOf(layout, box);
  switch (to) {
    case 'parent': return parentOf(layout, box) ?? box;
    case 'child': return widestOf(layout, childrenOf(layout, box)) ?? box;
    // Past its siblings it goes on in the same row: cousins are what is beside it in the picture.
    case 'previous': return box > layout.rows[row]! ? box - 1 : box;
    case 'next': return box + 1 < layout.rows[row + 1]! ? box + 1 : box;
    case 'first': return first;
    case 'last': return last - 1;
  }
}

/** Where to begin: the box in the middle of what is seen, of the first row. */
export function firstBox(layout: FlameLayout, middle: number): number | undefined {
  return boxAt(layout, 0, middle) ?? (layout.count > 0 ? 0 : undefined);
}
