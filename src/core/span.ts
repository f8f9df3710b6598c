/** A stretch of one file: UTF-16 offsets, 0-based, `end` exclusive. `path` is absolute with `/`. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** True when the two stretches share at least one character or touch at an empty one. */
export function overlaps(a: Span, b: Span): boolean {
  return a.path === b.path && a.start <= b.end && b.start <= a.end;
}
