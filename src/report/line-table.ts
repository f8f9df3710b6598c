/** Where the lines of a text begin. Lines end as in editors: at `\n`, `\r\n` and `\r`. */
export class LineTable {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
  }

  /** 1-based line and column of a UTF-16 offset; offsets outside of the text give its nearest end. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const inside = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: inside - (this.starts[low] ?? 0) + 1 };
  }

  /** Without line breaks. */
  lines(): readonly string[] {
    return this.text.split(/\r\n|\n|\r/);
  }
}
