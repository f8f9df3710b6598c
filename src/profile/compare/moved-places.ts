import { lineAfter, type Hunk } from './changed-file.js';

/** Where a function begins: 1-based, 0 where it is not known. */
export interface Place {
  readonly frame: number;
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** Functions that are known to be the same before and after. */
export interface Anchor {
  readonly early: Place;
  readonly late: Place;
}

/** From so many lines away on, functions are not taken for the same because of their place. */
const FAR_LINES = 20;
/** Where a whole file is one line, so many characters count as one. */
const LINE_LENGTH = 80;
/** What a function costs that stands between other functions than before. */
const ELSEWHERE = 1;
const NEVER = 2;

/** Where functions of a file are expected after an edit. */
export class MovedPlaces {
  private readonly anchors: readonly Anchor[];

  /** @param hunks what the edit did, where that is known; else functions are expected where those around them went */
  constructor(anchors: readonly Anchor[], private readonly hunks: readonly Hunk[] | undefined) {
    this.anchors = [...anchors].sort((a, b) => compare(a.early, b.early));
  }

  /** How far a function is from where one before the edit is expected: 0 there, 2 and more where it cannot be. */
  distance(early: Place, late: Place): number {
    if (early.line === 0 || late.line === 0) return early.name === '' ? NEVER : 0;
    const index = lastNotAfter(this.anchors, early);
    const [above, below] = [this.anchors[index], this.anchors[index + 1]];
    const line = this.hunks === undefined ? early.line + (above === undefined ? 0 : above.late.line - above.early.line) : lineAfter(this.hunks, early.line);
    const onAnchorsLine = above !== undefined && above.early.line === early.line;
    const column = early.column + (onAnchorsLine ? above.late.column - above.early.column : 0);
    const away = Math.abs(late.line - line) + (late.line === line ? Math.abs(late.column - column) / LINE_LENGTH : 0);
    const isBetween = (above === undefined || compare(above.late, late) <= 0) && (below === undefined || compare(late, below.late) <= 0);
    const near = Math.min(away / FAR_LINES, 1) * NEVER;
    // A name says more than a place: of several functions of one name, one stays the same wherever it goes.
    if (early.name !== '') return Math.min(near, ELSEWHERE) * 0.9 + (isBetween ? 0 : ELSEWHERE * 0.9);
    return isBetween ? near : near + ELSEWHERE;
  }
}

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

function lastNotAfter(anchors: readonly Anchor[], place: Place): number {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(anchors[middle]!.early, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
