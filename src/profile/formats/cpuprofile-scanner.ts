import { Float64Column } from '../columns.js';
import { FrameCache } from './frame-cache.js';
import { Char, JsonCursor } from './json-cursor.js';
import { V8Calls } from './v8-calls.js';
import { V8NodeReader } from './v8-node-reader.js';

/** What is being read of the file's one object. */
type Place = 'start' | 'keys' | 'nodes' | 'samples' | 'timeDeltas' | 'capture' | 'other' | 'end';

/**
 * The columns of a V8 CPU profile, read in one scan of its bytes, which may come in pieces. Each node and number is read whole or not at
 * all: what a piece cuts in two is kept and read with the next. Keys may stand in any order.
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export class CpuProfileScanner {
  readonly frames = new FrameCache();
  readonly calls = new V8Calls();
  /** Ids of calls; NaN where the file has no number. */
  readonly samples = new Float64Column();
  /** Microseconds; NaN where the file has no number. */
  readonly timeDeltas = new Float64Column();
  startTime = NaN;
  endTime = NaN;
  /** Elements of `nodes` that are no objects. */
  strange = 0;
  /** The text of what our runner left in the file. */
  readonly capture: Uint8Array[] = [];
  private readonly cursor = new JsonCursor();
  private readonly nodeReader = new V8NodeReader(this.cursor, this.frames, this.calls);
  /** What a piece left unread stands at the beginning of the room, where the next piece is put behind it. */
  private room = new Uint8Array();
  private rest = 0;
  private place: Place = 'start';
  private isObject = true;
  /** Of a list that stands twice the first counts. */
  private readonly listsSeen = new Set<string>();
  /** Of a value that is skipped across pieces. */
  private depth = 0;
  private quoted = false;

  /** @param piece may be used again for the next one */
  push(piece: Uint8Array): void {
    const { cursor, rest } = this;
    if (rest === 0) cursor.over(piece);
    else {
      this.makeRoom(rest + piece.length);
      this.room.set(piece, rest);
      cursor.over(this.room.subarray(0, rest + piece.length));
    }
    this.scan();
    this.rest = cursor.end - cursor.at;
    if (this.rest === 0) return;
    this.makeRoom(this.rest);
    this.room.set(cursor.bytes.subarray(cursor.at, cursor.end));
    cursor.over(this.room.subarray(0, this.rest));
  }

  /** No piece comes any more. Answers how the file ended: whole, cut off in the middle, or that it never was a JSON object. */
  finish(): 'whole' | 'cut' | 'strange' {
    this.cursor.final = true;
    this.scan();
    if (!this.isObject) return 'strange';
    return this.place === 'end' ? 'whole' : 'cut';
  }

  private makeRoom(size: number): void {
    if (size <= this.room.length) return;
    const larger = new Uint8Array(size * 2);
    larger.set(this.room);
    this.room = larger;
  }

  private scan(): void {
    const { cursor } = this;
    cursor.short = false;
    while (this.place !== 'end') {
      const before = cursor.at;
      this.step();
      if (!cursor.short) continue;
      // Lists go on where they stopped; a key is read again.
      if (this.place === 'keys' || this.place === 'start') cursor.at = before;
      return;
    }
    cursor.at = cursor.end;
  }

  private step(): void {
    switch (this.place) {
      case 'start':
        return this.open();
      case 'keys':
        return this.key();
      case 'nodes':
        return this.nodes();
      case 'samples':
        return this.numbers(this.samples);
      case 'timeDeltas':
        return this.numbers(this.timeDeltas);
      case 'capture':
      case 'other':
        return this.skipOn();
      case 'end':
        return;
    }
  }

  private open(): void {
    const { cursor } = this;
    const { bytes } = cursor;
    // The mark that some editors put before UTF-8.
    if (cursor.at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) cursor.at = 3;
    const char = cursor.peek();
    if (cursor.short) return;
    this.isObject = char === Char.openObject;
    this.place = this.isObject ? 'keys' : 'end';
    cursor.at++;
  }

  private key(): void {
    const { cursor } = this;
    const char = cursor.peek();
    if (cursor.short) return;
    if (char !== Char.quote) {
      if (char === Char.closeObject) this.place = 'end';
      cursor.at++;
      return;
    }
    const length = cursor.string();
    const key = cursor.text(cursor.at - 1 - length).slice(0, -1);
    const value = cursor.peek();
    if (cursor.short) return;
    this.enter(key, value);
  }

  private enter(key: string, value: number): void {
    const { cursor } = this;
    const isList = value === Char.openList;
    if (key === 'startTime' || key === 'endTime') {
      const time = cursor.number();
      if (!cursor.short) this[key] = time;
    } else if (isList && !this.listsSeen.has(key) && (key === 'nodes' || key === 'samples' || key === 'timeDeltas')) {
      cursor.at++;
      this.place = key;
      this.listsSeen.add(key);
    } else {
      this.place = key === 'perfReview' ? 'capture' : 'other';
      this.capture.length = key === 'perfReview' ? 0 : this.capture.length;
      this.depth = 0;
      this.quoted = false;
    }
  }

  /** Goes on behind a value of any size; a comma or bracket outside of it ends it. */
  private skipOn(): void {
    const { cursor } = this;
    const { bytes, end } = cursor;
    const start = cursor.at;
    let { at } = cursor;
    let ended = false;
    while (at < end && !ended) {
      const char = bytes[at] as number;
      if (this.quoted) {
        if (char === Char.backslash) {
          if (at + 1 >= end) break;
          at++;
        } else if (char === Char.quote) this.quoted = false;
      } else if (char === Char.quote) this.quoted = true;
      else if (char === Char.openObject || char === Char.openList) this.depth++;
      else if (char === Char.closeObject || char === Char.closeList || char === Char.comma) {
        ended = this.depth === 0;
        if (char !== Char.comma && !ended) this.depth--;
        if (ended) break;
      }
      at++;
    }
    if (this.place === 'capture') this.capture.push(bytes.slice(start, at));
    cursor.at = at;
    if (ended) this.place = 'keys';
    else cursor.short = true;
  }

  private nodes(): void {
    const { cursor } = this;
    for (;;) {
      const char = cursor.peek();
      const before = cursor.at;
      if (char === Char.closeList) {
        cursor.at++;
        this.place = 'keys';
      }
      if (cursor.short || char === Char.closeList) return;
      if (char === Char.openObject) this.nodeReader.read();
      else {
        cursor.skip();
        if (!cursor.short) this.strange++;
      }
      if (!cursor.short) continue;
      cursor.at = before;
      return;
    }
  }

  private numbers(into: Float64Column): void {
    this.cursor.numbers(into);
    if (!this.cursor.short) this.place = 'keys';
  }
}
