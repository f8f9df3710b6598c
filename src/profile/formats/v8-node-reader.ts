import { FrameKind } from '../profile.js';
import type { FrameCache } from './frame-cache.js';
import { Char, keyOf, type JsonCursor } from './json-cursor.js';
import type { V8Calls } from './v8-calls.js';

const OPEN_ID = keyOf('{"id":');
const CALL_FRAME = keyOf(',"callFrame":');
const HIT_COUNT = keyOf(',"hitCount":');
const CHILDREN = keyOf(',"children":[');
const TICKS = keyOf(',"positionTicks":[');
const LINE = keyOf('{"line":');
const LINE_TICKS = keyOf(',"ticks":');

/** Reads the objects of a V8 profile's list of nodes. */
export class V8NodeReader {
  constructor(private readonly cursor: JsonCursor, private readonly frames: FrameCache, private readonly calls: V8Calls) {}

  /** The node that the cursor stands before. Where the window ends within it, the cursor is short and nothing was read. */
  read(): void {
    const { cursor, calls } = this;
    const start = cursor.at;
    const ticks = calls.ticks.count;
    if (this.readAsWritten()) return;
    cursor.at = start;
    cursor.short = false;
    calls.dropTicks(ticks);
    this.readLeniently();
    if (cursor.short) calls.dropTicks(ticks);
  }

  /** A node that looks exactly as V8 writes it, which almost all do. False when it looks different, or is not there in full. */
  private readAsWritten(): boolean {
    const { cursor } = this;
    if (!cursor.takes(OPEN_ID)) return false;
    const id = cursor.digits();
    if (id < 0 || !cursor.takes(CALL_FRAME) || cursor.bytes[cursor.at] !== Char.openObject) return false;
    const frame = this.frames.frameAt(cursor);
    if (cursor.short || !cursor.takes(HIT_COUNT)) return false;
    const hits = cursor.digits();
    const index = this.nextIndex(frame);
    if (hits < 0 || (cursor.takes(CHILDREN) && !this.childrenAsWritten(index))) return false;
    if (cursor.takes(TICKS) && !this.ticksAsWritten(index)) return false;
    if (!cursor.takesByte(Char.closeObject)) return false;
    this.commit(id, frame, hits, index);
    return true;
  }

  private childrenAsWritten(index: number): boolean {
    const { cursor, calls } = this;
    do {
      const id = cursor.digits();
      if (id < 0) return false;
      calls.addCallee(index, id);
    } while (cursor.takesByte(Char.comma));
    return cursor.takesByte(Char.closeList);
  }

  private ticksAsWritten(index: number): boolean {
    const { cursor, calls } = this;
    do {
      const line = cursor.takes(LINE) ? cursor.digits() : -1;
      const ticks = line >= 0 && cursor.takes(LINE_TICKS) ? cursor.digits() : -1;
      if (ticks < 0 || !cursor.takesByte(Char.closeObject)) return false;
      if (line > 0 && ticks > 0) calls.addTick(index, line, ticks);
    } while (cursor.takesByte(Char.comma));
    return cursor.takesByte(Char.closeList);
  }

  /** Any node that is JSON: keys in any order, spaces, other keys. */
  private readLeniently(): void {
    const { cursor, calls } = this;
    const { bytes } = cursor;
    const start = cursor.at++;
    let id = NaN;
    let frame = -1;
    let hits = 0;
    let parent = NaN;
    let children = -1;
    let ticks = -1;
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
      if (length === 2 && first === 0x69 /* id */) id = cursor.number();
      else if (length === 9 && first === 0x63 /* callFrame */ && value === Char.openObject) frame = this.frames.frameAt(cursor);
      else if (length === 8 && first === 0x68 /* hitCount */) hits = amountOf(cursor.number());
      else if (length === 6 && first === 0x70 /* parent */) parent = cursor.number();
      else {
        if (length === 8 && first === 0x63 /* children */ && value === Char.openList) children = cursor.at;
        if (length === 13 && first === 0x70 /* positionTicks */ && value === Char.openList) ticks = cursor.at;
        cursor.skip();
      }
      if (cursor.short) return;
    }
    if (frame === -1) frame = this.frames.parse(cursor.text(start));
    const index = this.nextIndex(frame);
    const stop = cursor.at;
    if (children >= 0) this.children(children, stop, index);
    if (ticks >= 0) this.positionTicks(ticks, stop, index);
    cursor.short = false;
    cursor.at = stop;
    if (!Number.isNaN(parent)) calls.nameCaller(index, parent);
    this.commit(id, frame, hits, index);
  }

  /** Where the next node goes: the first one is a root, ours if the file's is none. */
  private nextIndex(frame: number): number {
    const { count } = this.calls.parent;
    return count === 0 && this.frames.kindOf(frame) !== FrameKind.root ? 1 : count;
  }

  private commit(id: number, frame: number, hits: number, index: number): void {
    const { calls } = this;
    const isFirst = calls.parent.count < index;
    if (isFirst) calls.add(NaN, this.frames.add('(root)'), 0);
    calls.add(id, frame, hits);
    // The first node of a file is what all stacks begin with, whatever it is called.
    if (isFirst) calls.parent.values[index] = 0;
  }

  private children(start: number, stop: number, index: number): void {
    const { cursor, calls } = this;
    cursor.at = start + 1;
    while (cursor.at < stop && cursor.peek() !== Char.closeList) {
      const id = cursor.number();
      if (!Number.isNaN(id)) calls.addCallee(index, id);
    }
  }

  private positionTicks(start: number, stop: number, index: number): void {
    const { cursor, calls } = this;
    cursor.at = start + 1;
    let line = 0;
    let ticks = 0;
    while (cursor.at < stop) {
      const char = cursor.peek();
      if (char === Char.closeList) return;
      if (char === Char.quote) {
        const length = cursor.string();
        const first = cursor.bytes[cursor.at - 1 - length];
        cursor.peek();
        if (length === 4 && first === 0x6c /* line */) line = amountOf(cursor.number());
        else if (length === 5 && first === 0x74 /* ticks */) ticks = amountOf(cursor.number());
        else cursor.skip();
        continue;
      }
      cursor.at++;
      if (char !== Char.closeObject) continue;
      if (line > 0 && ticks > 0) calls.addTick(index, line, ticks);
      line = ticks = 0;
    }
  }
}

const LARGEST_AMOUNT = 0x7fff_ffff;

function amountOf(value: number): number {
  return value > 0 ? Math.min(Math.floor(value), LARGEST_AMOUNT) : 0;
}
