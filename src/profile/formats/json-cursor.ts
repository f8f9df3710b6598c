import type { Float64Column } from '../columns.js';

/** Bytes of JSON text by their character. */
export const Char = {
  quote: 0x22, comma: 0x2c, minus: 0x2d, dot: 0x2e, zero: 0x30, nine: 0x39, colon: 0x3a, backslash: 0x5c,
  openList: 0x5b, closeList: 0x5d, openObject: 0x7b, closeObject: 0x7d, space: 0x20, upperE: 0x45, lowerE: 0x65,
} as const;

/** More digits than this, and a number is not exact when its digits are added up. */
const EXACT_DIGITS = 15;

/** So many fit into the whole numbers that engines are fastest with. */
const SMALL_DIGITS = 9;

/** Bytes that are compared at once. */
const WORD = 4;

/** Text that is looked for: its whole words. What is left over is not compared, so it must follow from what comes before. */
export interface Key {
  readonly words: Int32Array;
  readonly length: number;
}

export function keyOf(text: string): Key {
  const view = new DataView(new TextEncoder().encode(text).buffer);
  const words = Int32Array.from({ length: Math.floor(text.length / WORD) }, (_, index) => view.getInt32(index * WORD, true));
  return { words, length: text.length };
}

/**
 * Reads JSON text in place out of a window of its bytes, leniently: what is between the values it is asked for is not checked. Where
 * the window ends within a value, `short` is set; what is read then is worth nothing and is read again once more bytes are there.
 */
export class JsonCursor {
  bytes = new Uint8Array();
  view = new DataView(this.bytes.buffer);
  at = 0;
  end = 0;
  short = false;
  /** No byte comes after those of the window: a number may end with it. */
  final = false;
  private readonly decoder = new TextDecoder();

  /** Moves the window to other bytes. */
  over(bytes: Uint8Array): void {
    // Node's buffers are typed arrays of a kind of their own, which is slower.
    this.bytes = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
    this.end = bytes.length;
  }

  /** The next character that is no space, comma or colon; -1 at the end of the window, which makes it short. */
  peek(): number {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end) {
      const char = bytes[at] as number;
      if (char > Char.space && char !== Char.comma && char !== Char.colon) {
        this.at = at;
        return char;
      }
      at++;
    }
    this.at = at;
    this.short = true;
    return -1;
  }

  /** The number at hand; any other value is skipped and is NaN. */
  number(): number {
    const { bytes, end } = this;
    const first = this.peek();
    const start = this.at;
    let at = first === Char.minus ? start + 1 : start;
    const digits = at;
    let value = 0;
    let char = -1;
    while (at < end) {
      char = bytes[at] as number;
      if (char < Char.zero || char > Char.nine) break;
      value = value * 10 + (char - Char.zero);
      at++;
    }
    if (at === digits) {
      this.skip();
      return NaN;
    }
    if (at === end && !this.final) this.short = true;
    this.at = at;
    const exact = at - digits <= EXACT_DIGITS && char !== Char.dot && char !== Char.lowerE && char !== Char.upperE;
    if (exact) return first === Char.minus ? -value : value;
    return this.wideNumber(start);
  }

  /**
   * Elements of a list, NaN for those that are no numbers, up to its end, behind which the cursor goes. Where the window ends first it
   * is short, and goes on from the element that is not there in full.
   */
  numbers(into: Float64Column): void {
    const { bytes, end } = this;
    while (!this.short) {
      let at = this.at;
      const first = at;
      let value = 0;
      let char = 0;
      const isNegative = bytes[at] === Char.minus;
      if (isNegative) at++;
      for (; at < end && (char = bytes[at] as number) >= Char.zero && char <= Char.nine; at++) value = value * 10 + char - Char.zero;
      // Almost always it is a short whole number with a comma right behind it.
      const digits = at - first;
      if (char === Char.comma && digits > Number(isNegative) && digits <= EXACT_DIGITS) {
        into.push(isNegative ? -value : value);
        this.at = at + 1;
      } else if (!this.element(into)) return;
    }
  }

  /** The whole number of at most nine digits that stands right at the cursor, which goes behind it; -1 for anything else, and at the end of the window. */
  digits(): number {
    const { bytes, end, at: start } = this;
    let at = start;
    let value = 0;
    for (; at < end; at++) {
      const char = bytes[at] as number;
      if (char < Char.zero || char > Char.nine) break;
      value = value * 10 + char - Char.zero;
    }
    this.at = at;
    return at === start || at === end || at - start > SMALL_DIGITS ? -1 : value;
  }

  /** Goes behind the key if it stands right at the cursor. Near the end of the window no key does. */
  takes({ words, length }: Key): boolean {
    const { view, at } = this;
    if (at + length + WORD > this.end) return false;
    for (let index = 0; index < words.length; index++) {
      if (view.getInt32(at + index * WORD, true) !== words[index]) return false;
    }
    this.at = at + length;
    return true;
  }

  takesByte(char: number): boolean {
    if (this.at >= this.end || this.bytes[this.at] !== char) return false;
    this.at++;
    return true;
  }

  /** The length of the string at hand without its quotes, escapes as they are written; the cursor goes behind it. Its text ends at `at - 1`. */
  string(): number {
    const { bytes, end } = this;
    const start = this.at + 1;
    let at = start;
    while (at < end) {
      const char = bytes[at] as number;
      if (char === Char.quote) {
        this.at = at + 1;
        return at - start;
      }
      at += char === Char.backslash ? 2 : 1;
    }
    this.at = end;
    this.short = true;
    return 0;
  }

  /** Goes behind the value at hand, whatever it is. */
  skip(): void {
    const first = this.peek();
    if (first === Char.quote) this.string();
    else if (first === Char.openObject || first === Char.openList) this.skipNested();
    else this.skipWord();
  }

  /** The text from a place to the cursor. */
  text(start: number): string {
    return this.decoder.decode(this.bytes.subarray(start, this.at));
  }

  /** False at the end of the list, or of the window. */
  private element(into: Float64Column): boolean {
    const char = this.peek();
    const before = this.at;
    if (this.short) return false;
    if (char === Char.closeList) {
      this.at++;
      return false;
    }
    const value = this.number();
    // At the end of a file that was cut off, the last number may be a part of one.
    if (this.final && this.at === this.end) this.short = true;
    if (this.short) this.at = before;
    else into.push(value);
    return !this.short;
  }

  private wideNumber(start: number): number {
    this.toWordEnd();
    const value = Number(this.text(start));
    return Number.isFinite(value) ? value : NaN;
  }

  private skipNested(): void {
    const { bytes, end } = this;
    let { at } = this;
    let depth = 0;
    while (at < end) {
      const char = bytes[at] as number;
      if (char === Char.quote) {
        this.at = at;
        this.string();
        at = this.at;
        continue;
      }
      at++;
      if (char === Char.openObject || char === Char.openList) depth++;
      else if ((char === Char.closeObject || char === Char.closeList) && --depth === 0) {
        this.at = at;
        return;
      }
    }
    this.at = end;
    this.short = true;
  }

  private skipWord(): void {
    const start = this.at;
    this.toWordEnd();
    // A bracket that closes nothing would be met again and again.
    if (this.at === start && start < this.end) this.at++;
  }

  private toWordEnd(): void {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end) {
      const char = bytes[at] as number;
      if (char <= Char.space || char === Char.comma || char === Char.closeObject || char === Char.closeList) break;
      at++;
    }
    if (at === end && !this.final) this.short = true;
    this.at = at;
  }
}
