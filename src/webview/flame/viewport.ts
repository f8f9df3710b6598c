/** The part of a flame graph that is seen: from and to in its units along the width, in pixels of the page down. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
  /** How far the rows are scrolled. */
  readonly top: number;
}

/** All there is to see, and how closely it can be looked at. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  /** The least width of a viewport. */
  readonly closest: number;
}

/** Beyond this, two neighbouring positions would be the same number. */
const CLOSEST_PART = 1e-9;

export function extentOf(from: number, to: number): Extent {
  const width = to > from ? to - from : 1;
  return { from, to: from + width, closest: Math.max(width * CLOSEST_PART, Math.abs(to) * Number.EPSILON * 1024) };
}

export function wholeOf({ from, to }: Extent, top = 0): Viewport {
  return { from, to, top };
}

export function isWhole({ from, to }: Viewport, extent: Extent): boolean {
  return from <= extent.from && to >= extent.to;
}

/** Scales by `factor` (below 1 comes closer) so that position `at` stays where it is. */
export function zoomed(view: Viewport, factor: number, at: number, extent: Extent): Viewport {
  const width = clamp((view.to - view.from) * factor, extent.closest, extent.to - extent.from);
  const scale = width / (view.to - view.from);
  return within({ ...view, from: at - (at - view.from) * scale, to: at + (view.to - at) * scale }, extent);
}

/** Moves by a part of the width that is seen: 1 is a whole page to the right. */
export function panned(view: Viewport, pages: number, extent: Extent): Viewport {
  const by = (view.to - view.from) * pages;
  return within({ ...view, from: view.from + by, to: view.to + by }, extent);
}

/** Shows exactly a span, with a little room at both sides. */
export function fitted(view: Viewport, from: number, to: number, extent: Extent): Viewport {
  const room = Math.max(to - from, extent.closest) * 0.01;
  return within({ ...view, from: from - room, to: to + room }, extent);
}

/** The least movement that brings a span into sight; a span wider than the view is shown from its start. */
export function revealed(view: Viewport, from: number, to: number, extent: Extent): Viewport {
  const width = view.to - view.from;
  if (from <= view.from && to >= view.to) return view;
  if (to - from >= width) return fitted(view, from, to, extent);
  const room = Math.min(width * 0.05, (width - (to - from)) / 2);
  if (from < view.from) return panned(view, (from - room - view.from) / width, extent);
  if (to > view.to) return panned(view, (to + room - view.to) / width, extent);
  return view;
}

/** Between two viewports: `part` 0 is the first, 1 the second. */
export function between(first: Viewport, second: Viewport, part: number): Viewport {
  const mix = (a: number, b: number): number => a + (b - a) * part;
  return { from: mix(first.from, second.from), to: mix(first.to, second.to), top: mix(first.top, second.top) };
}

/** The same view, as far as there is anything to see. */
export function within(view: Viewport, extent: Extent): Viewport {
  const width = clamp(view.to - view.from, extent.closest, extent.to - extent.from);
  const from = clamp(view.from, extent.from, extent.to - width);
  return { ...view, from, to: from + width };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
