import { Float64Column, Int32Column } from '../columns.js';
import { FrameCache } from './frame-cache.js';
import { Char, JsonCursor } from './json-cursor.js';

/** What is being read of the file's one object. */
type Place = 'start' | 'keys' | 'nodes' | 'samples' | 'timeDeltas' | 'capture' | 'other' | 'end';

/** Ids up to here are themselves; all others get a number above it. */
const LAST_PLAIN_ID = 2 ** 30;

/** A node that says none; no id is negative. */
export const NO_ID = -1;

/**
 * The columns of a V8 CPU profile, read in one scan of its bytes, which may come in pieces. Each node and number is read whole or not at
 * all: what a piece cuts in two is kept and read with the next. Keys may stand in any order.
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export class CpuProfileScanner {
  readonly frames = new FrameCache();
  /** By node, in the order of the file. */
  readonly id = new Int32Column();
  readonly frame = new Int32Column();
  readonly hits = new Int32Column();
  readonly parentId = new Int32Column();
  /** Ids of callees of all nodes, and by node where its own end in them. */
  readonly childId = new Int32Column();
  readonly childEnd = new Int32Column();
  readonly tickNode = new Int32Column();
  readonly tickLine = new Int32Column();
  readonly ticks = new Int32Column();
  /** Ids of nodes. */
  readonly samples = new Int32Column();
  /** Microseconds; NaN where the file has no number. */
  readonly timeDeltas = new Float64Column();
  startTime = NaN;
  endTime = NaN;
  /** Elements of `nodes` that are no objects. */
  strange = 0;
  /** The text of what our runner left in the file. */
  readonly capture: Uint8Array[] = [];
  private readonly cursor = new JsonCursor();
  private readonly oddIds = new Map<number, number>();
  private place: Place = 'start';
  private isObject = true;
  /** Of a value that is skipped across pieces. */
  private depth = 0;
  private quoted = false;

  /** @param piece must not change until the next one is given, or the end */
  push(piece: Uint8Array): void {
    const { cursor } = this;
    const rest = cursor.end - cursor.at;
    if (rest === 0) cursor.over(piece);
    else {
      const joined = new Uint8Array(rest + piece.length);
      joined.set(cursor.bytes.subarray(cursor.at, cursor.end));
      joined.set(piece, rest);
      cursor.over(joined);
    }
    this.scan();
  }

  /** No piece comes any more. Answers how the file ended: whole, cut off in the middle, or that it never was a JSON object. */
  finish(): 'whole' | 'cut' | 'strange' {
    this.cursor.final = true;
    this.scan();
    if (!this.isObject) return 'strange';
    return this.place === 'end' ? 'whole' : 'cut';
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
        return this.sampleIds();
      case 'timeDeltas':
        return this.deltas();
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
    } else if (isList && (key === 'nodes' || key === 'samples' || key === 'timeDeltas')) {
      cursor.at++;
      this.place = key;
      // Of a key that stands twice the last counts, as in JSON.
      this[key === 'nodes' ? 'id' : key].count = 0;
      if (key === 'nodes') this.forgetNodes();
    } else {
      this.place = key === 'perfReview' ? 'capture' : 'other';
      this.capture.length = key === 'perfReview' ? 0 : this.capture.length;
      this.depth = 0;
      this.quoted = false;
    }
  }

  private forgetNodes(): void {
    for (const column of [this.frame, this.hits, this.parentId, this.childId, this.childEnd, this.tickNode, this.tickLine, this.ticks]) column.count = 0;
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
      const marks = [this.childId.count, this.tickNode.count] as const;
      if (char === Char.openObject) this.node();
      else {
        cursor.skip();
        if (!cursor.short) this.strange++;
      }
      if (!cursor.short) continue;
      cursor.at = before;
      this.childId.count = marks[0];
      this.tickNode.count = this.tickLine.count = this.ticks.count = marks[1];
      return;
    }
  }

  private node(): void {
    const { cursor } = this;
    const { bytes } = cursor;
    const start = cursor.at++;
    let id = NO_ID;
    let parent = NO_ID;
    let frame = -1;
    let hits = 0;
    for (;;) {
      const char = cursor.peek();
      if (cursor.short) return;
      if (char !== Char.quote) {
        cursor.at++;
        if (char === Char.closeObject) break;
        continue;
      }
      const length = cursor.string();
      const first = bytes[cursor.at - 1 - length];
      const value = cursor.peek();
      if (cursor.short) return;
      // Keys are told apart by length and first letter, as no two that V8 writes share both.
      if (length === 2 && first === 0x69 /* id */) id = this.idOf(cursor.number());
      else if (length === 9 && first === 0x63 /* callFrame */ && value === Char.openObject) frame = this.frames.frameAt(cursor);
      else if (length === 8 && first === 0x68 /* hitCount */) hits = amountOf(cursor.number());
      else if (length === 8 && first === 0x63 /* children */ && value === Char.openList) this.children();
      else if (length === 6 && first === 0x70 /* parent */) parent = this.idOf(cursor.number());
      else if (length === 13 && first === 0x70 /* positionTicks */ && value === Char.openList) this.positionTicks();
      else cursor.skip();
      if (cursor.short) return;
    }
    if (frame === -1) frame = this.frames.parse(cursor.text(start));
    this.id.push(id);
    this.frame.push(frame);
    this.hits.push(hits);
    this.parentId.push(parent);
    this.childEnd.push(this.childId.count);
  }

  private children(): void {
    const { cursor } = this;
    cursor.at++;
    for (;;) {
      const char = cursor.peek();
      if (cursor.short) return;
      if (char === Char.closeList) break;
      const id = this.idOf(cursor.number());
      if (cursor.short) return;
      if (id !== NO_ID) this.childId.push(id);
    }
    cursor.at++;
  }

  private positionTicks(): void {
    const { cursor } = this;
    const { bytes } = cursor;
    const node = this.id.count;
    cursor.at++;
    let line = 0;
    let ticks = 0;
    for (;;) {
      const char = cursor.peek();
      if (cursor.short) return;
      if (char === Char.closeList) break;
      if (char === Char.quote) {
        const length = cursor.string();
        const first = bytes[cursor.at - 1 - length];
        if (length === 4 && first === 0x6c /* line */) line = amountOf(cursor.number());
        else if (length === 5 && first === 0x74 /* ticks */) ticks = amountOf(cursor.number());
        else cursor.skip();
        continue;
      }
      cursor.at++;
      if (char !== Char.closeObject) continue;
      if (line > 0 && ticks > 0) {
        this.tickNode.push(node);
        this.tickLine.push(line);
        this.ticks.push(ticks);
      }
      line = ticks = 0;
    }
    cursor.at++;
  }

  private sampleIds(): void {
    this.numbers((value) => this.samples.push(this.idOf(value)));
  }

  private deltas(): void {
    this.numbers((value) => this.timeDeltas.push(value));
  }

  private numbers(take: (value: number) => void): void {
    const { cursor } = this;
    for (;;) {
      const char = cursor.peek();
      if (cursor.short) return;
      if (char === Char.closeList) break;
      const before = cursor.at;
      const value = cursor.number();
      // At the end of a file that was cut off, the last number may be a part of one.
      if (cursor.short || (cursor.final && cursor.at === cursor.end)) {
        cursor.at = before;
        cursor.short = true;
        return;
      }
      take(value);
    }
    cursor.at++;
    this.place = 'keys';
  }

  private idOf(value: number): number {
    if (value >= 0 && value < LAST_PLAIN_ID && value === (value | 0)) return value;
    if (Number.isNaN(value)) return NO_ID;
    const known = this.oddIds.get(value) ?? LAST_PLAIN_ID + this.oddIds.size;
    this.oddIds.set(value, known);
    return known;
  }
}

const LARGEST_AMOUNT = 0x7fff_ffff;

function amountOf(value: number): number {
  return value > 0 ? Math.min(Math.floor(value), LARGEST_AMOUNT) : 0;
}
