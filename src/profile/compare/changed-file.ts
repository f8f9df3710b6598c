/** What an edit did to a file, as version control knows it. */
export interface ChangedFile {
  /** Comparable paths; they differ for a file that was renamed. */
  readonly before: string;
  readonly after: string;
  /** Lines that were replaced, in order and apart from each other: 1-based, where so many lines became so many others. */
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  /** For lines that were only added, the line they stand after. */
  readonly line: number;
  readonly count: number;
  readonly added: number;
}

/** Where a line is after the edit; a line that was replaced is where what replaces it begins. */
export function lineAfter(hunks: readonly Hunk[], line: number): number {
  let shift = 0;
  for (const hunk of hunks) {
    const first = hunk.count === 0 ? hunk.line + 1 : hunk.line;
    if (line < first) break;
    if (line < first + hunk.count) return Math.min(line, first + Math.max(0, hunk.added - 1)) + shift;
    shift += hunk.added - hunk.count;
  }
  return line + shift;
}
