import type { Location } from './report.js';

/** A marked stretch of one line. `from` and `to` are offsets into `text`, `to` exclusive. */
export interface FrameMark {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly mark: MarkKind;
}

/** inferred: a link that is not proven. */
export type MarkKind = 'finding' | 'proven' | 'inferred';

export interface FrameLine {
  readonly number: number;
  /** Ready for people: tabs are spaces, control characters visible, far too long lines cut around the first mark. */
  readonly text: string;
  readonly marks: readonly FrameMark[];
  /** Lines were left out before this one. */
  readonly gap: boolean;
}

export interface FramedPlace extends Location {
  readonly label: string;
  readonly mark: MarkKind;
}

const TAB = '  ';
const WIDEST = 140;

/** The lines of one file that the places begin on, each once, top down. Places outside of the text are left out. */
export function codeFrame(lines: readonly string[], places: readonly FramedPlace[]): readonly FrameLine[] {
  const numbers = [...new Set(places.map(({ line }) => line))].filter((number) => lines[number - 1] !== undefined).sort((a, b) => a - b);
  return numbers.map((number, index) => {
    const raw = lines[number - 1] ?? '';
    const here = places.filter(({ line }) => line === number);
    const marks = here.map((place) => toMark(raw, place)).sort((a, b) => a.from - b.from);
    const before = numbers[index - 1];
    return { number, ...narrowed(visible(raw), marks), gap: before !== undefined && number - before > 1 };
  });
}

/** A span over several lines is marked to the end of its first. */
function toMark(raw: string, { line, column, endLine, endColumn, label, mark }: FramedPlace): FrameMark {
  const end = endLine > line ? raw.length : Math.min(endColumn - 1, raw.length);
  const from = visible(raw.slice(0, column - 1)).length;
  return { from, to: Math.max(from + 1, visible(raw.slice(0, end)).length), label, mark };
}

function narrowed(text: string, marks: readonly FrameMark[]): { readonly text: string; readonly marks: readonly FrameMark[] } {
  if (text.length <= WIDEST) return { text, marks };
  const start = Math.max(0, Math.min((marks[0]?.from ?? 0) - 40, text.length - WIDEST));
  const shown = text.slice(start, start + WIDEST);
  const inside = (offset: number) => Math.max(0, Math.min(offset - start, shown.length));
  return { text: shown, marks: marks.map((mark) => ({ ...mark, from: inside(mark.from), to: Math.max(inside(mark.to), inside(mark.from) + 1) })) };
}

/** Source text must not be able to move the cursor, colour the terminal or hide itself. */
export function visible(text: string): string {
  return text.replaceAll('\t', TAB).replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
