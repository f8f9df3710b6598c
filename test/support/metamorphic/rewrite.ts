/** A stretch of a text and what stands there instead; empty stretches are insertions. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A stretch that goes elsewhere as it is; `to` lies outside of it. */
export interface Move {
  readonly start: number;
  readonly end: number;
  readonly to: number;
}

/** One thing a transformation can do to a file, whole or not at all. */
export interface Change {
  readonly path: string;
  readonly replacements?: readonly Replacement[];
  readonly moves?: readonly Move[];
  /** Places whose findings are expected elsewhere: in what was inserted, when a call went into a function of its own. */
  readonly relocations?: readonly Relocation[];
}

/** `start`/`end` in the old text; found again at `offset` characters into the insertion number `insertion` of the change. */
export interface Relocation {
  readonly start: number;
  readonly end: number;
  readonly insertion: number;
  readonly offset: number;
  readonly length: number;
}

/** A text after changes, and where its places went. */
export interface Rewritten {
  readonly text: string;
  /** Where a span of the old text is found now; `undefined` where it was taken apart. */
  place(start: number, end: number): { readonly start: number; readonly end: number } | undefined;
}

/** A stretch of the new text: taken from the old one, or in the place of it. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
  readonly source?: Replacement;
}

/** @param changes of one file; stretches of different changes do not overlap, but for replacements inside of what moves */
export function rewrite(text: string, changes: readonly Change[]): Rewritten {
  const replacements = changes.flatMap((each) => each.replacements ?? []);
  const moves = changes.flatMap((each) => each.moves ?? []);
  const pieces = moved(split(text, replacements, moves), moves);
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text?.length ?? piece.end - piece.start;
  }
  const offsetOf = (index: number): number => starts[index] ?? length;
  const startAt = (at: number): number | undefined => {
    const index = pieces.findIndex((each) => each.start <= at && at < each.end);
    const piece = pieces[index];
    if (!piece || (piece.text !== undefined && piece.start !== at)) return undefined;
    return offsetOf(index) + (piece.text === undefined ? at - piece.start : 0);
  };
  const endAt = (at: number): number | undefined => {
    const index = pieces.findIndex((each) => each.start < at && at <= each.end);
    const piece = pieces[index];
    if (!piece || (piece.text !== undefined && piece.end !== at)) return undefined;
    return offsetOf(index) + (piece.text === undefined ? at - piece.start : piece.text.length);
  };
  const relocated = (start: number, end: number): { start: number; end: number } | undefined => {
    for (const change of changes) {
      const relocation = change.relocations?.find((each) => each.start === start && each.end === end);
      const target = relocation && change.replacements?.[relocation.insertion];
      const index = target ? pieces.findIndex((each) => each.source === target) : -1;
      if (relocation && index >= 0) return { start: offsetOf(index) + relocation.offset, end: offsetOf(index) + relocation.offset + relocation.length };
    }
    return undefined;
  };
  return {
    text: pieces.map((each) => each.text ?? text.slice(each.start, each.end)).join(''),
    place(start, end) {
      const [from, to] = [startAt(start), endAt(end)];
      return relocated(start, end) ?? (from === undefined || to === undefined || from > to ? undefined : { start: from, end: to });
    },
  };
}

function split(text: string, replacements: readonly Replacement[], moves: readonly Move[]): readonly Piece[] {
  const cuts = new Set([0, text.length, ...moves.flatMap((each) => [each.start, each.end, each.to])]);
  const sorted = [...replacements].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const each of sorted) cuts.add(each.start).add(each.end);
  const ordered = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [index, start] of ordered.entries()) {
    for (const each of sorted) if (each.start === start && each.end === start) pieces.push({ start, end: start, text: each.text, source: each });
    const end = ordered[index + 1];
    if (end === undefined) break;
    const replaced = sorted.find((each) => each.start <= start && end <= each.end && each.end > each.start);
    if (!replaced) pieces.push({ start, end });
    else if (replaced.start === start) pieces.push({ start: replaced.start, end: replaced.end, text: replaced.text, source: replaced });
  }
  return pieces;
}

function moved(pieces: readonly Piece[], moves: readonly Move[]): readonly Piece[] {
  const left = [...pieces];
  for (const { start, end, to } of moves) {
    const taken = left.filter((each) => each.start >= start && each.end <= end && (each.end > each.start || (each.start > start && each.start < end)));
    for (const each of taken) left.splice(left.indexOf(each), 1);
    const at = left.findIndex((each) => each.start >= to);
    left.splice(at < 0 ? left.length : at, 0, ...taken);
  }
  return left;
}
