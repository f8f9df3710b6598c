import { Int32Column } from '../columns.js';
import { FrameTableBuilder } from '../frame-table.js';
import type { FrameKind, FrameTable } from '../profile.js';
import { Char, type JsonCursor } from './json-cursor.js';

/** Texts are kept up to this many bytes; frames beyond it are found by what they say. */
const ARENA_LIMIT = 2 ** 25;
/** Small for the reason that columns are: all that can happen happens early. */
const FIRST_ARENA = 2 ** 8;
const FIRST_SLOTS = 2 ** 3;

/** No `callFrame` is shorter. */
const SHORTEST = 40;
/** A text that is not found after so many others with its place is not kept either: nobody can make the search slow. */
const MOST_PROBES = 32;

/** Bytes that are looked at together. */
const WORD = 4;
/** Four closing braces. */
const CLOSE_OBJECTS = 0x7d7d7d7d;
/** The prime that FNV-1a multiplies by: http://www.isthe.com/chongo/tech/comp/fnv/ */
const HASH_FACTOR = 0x01000193;

/**
 * Frames by the text of their `callFrame`. A file repeats each text for every call of the function, so that almost always comparing
 * bytes with a text seen before is all that has to be done.
 */
export class FrameCache {
  /** Frames whose text is no JSON. */
  unreadable = 0;
  private readonly frames = new FrameTableBuilder();
  private arena = new Uint8Array(FIRST_ARENA);
  private arenaView = new DataView(this.arena.buffer);
  private arenaEnd = 0;
  /** By entry: its hash, where its text begins in the arena (and ends where that of the next begins), its frame. */
  private readonly hashes = new Int32Column();
  private readonly starts = new Int32Column();
  private readonly entryFrame = new Int32Column();
  /** Open addressing: an entry's index + 1. */
  private slots = new Int32Array(FIRST_SLOTS);

  /** The frame of the object that the cursor stands before; the cursor goes behind it. Without meaning when that made it short. */
  frameAt(cursor: JsonCursor): number {
    const { view, bytes, at: start, end } = cursor;
    let at = start;
    let hash = 0;
    // Four bytes at a time up to the first closing brace: an object whose strings hold one is not found like this.
    for (; at + WORD <= end; at += WORD) {
      const word = view.getInt32(at, true);
      const brace = word ^ CLOSE_OBJECTS;
      // Whether one of the bytes is 0: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
      if (((brace - 0x01010101) & ~brace & 0x80808080) !== 0) break;
      hash = (Math.imul(hash, HASH_FACTOR) + word) | 0;
    }
    while (at < end && bytes[at] !== Char.closeObject) at++;
    const length = at + 1 - start;
    if (at >= end || length < SHORTEST) return this.newFrame(cursor, -1, 0, length);
    // The word that holds the brace is not in the hash: the last four bytes before it are.
    hash = Math.imul(hash ^ view.getInt32(at - WORD, true), HASH_FACTOR);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const entry = (this.slots[slot] as number) - 1;
      if (entry === -1) return this.newFrame(cursor, slot, hash, length);
      if (this.hashes.values[entry] === hash && this.sameText(entry, cursor, start, length)) {
        cursor.at = at + 1;
        return this.entryFrame.values[entry] as number;
      }
      slot = (slot + 1) & mask;
    }
    return this.newFrame(cursor, -1, hash, length);
  }

  /** @param slot where its text is kept; -1 when it is not to be */
  private newFrame(cursor: JsonCursor, slot: number, hash: number, length: number): number {
    const start = cursor.at;
    cursor.skip();
    if (cursor.short) return 0;
    const frame = this.parse(cursor.text(start));
    // Where a string holds a brace, the text that was looked up is not the object's.
    if (slot >= 0 && cursor.at === start + length && this.arenaEnd + length <= ARENA_LIMIT) this.keep(slot, hash, cursor.bytes.subarray(start, cursor.at), frame);
    return frame;
  }

  /** The frame of an object that says of itself what a `callFrame` says. */
  parse(text: string): number {
    const said = objectOf(text);
    if (said === undefined) this.unreadable++;
    const { functionName, url, lineNumber, columnNumber } = said ?? {};
    return this.frames.add(textOf(functionName), textOf(url), oneBased(lineNumber), oneBased(columnNumber));
  }

  add(name: string): number {
    return this.frames.add(name, '', 0, 0);
  }

  kindOf(frame: number): FrameKind {
    return this.frames.kindOf(frame);
  }

  build(): FrameTable {
    return this.frames.build();
  }

  private sameText(entry: number, { view, bytes }: JsonCursor, start: number, length: number): boolean {
    const from = this.starts.values[entry] as number;
    if ((this.starts.values[entry + 1] as number) - from !== length) return false;
    const { arena, arenaView } = this;
    let index = 0;
    for (; index + WORD <= length; index += WORD) {
      if (arenaView.getInt32(from + index, true) !== view.getInt32(start + index, true)) return false;
    }
    for (; index < length; index++) if (arena[from + index] !== bytes[start + index]) return false;
    return true;
  }

  private keep(slot: number, hash: number, text: Uint8Array, frame: number): void {
    while (this.arenaEnd + text.length > this.arena.length) {
      const larger = new Uint8Array(this.arena.length * 2);
      larger.set(this.arena);
      this.arena = larger;
      this.arenaView = new DataView(larger.buffer);
    }
    this.arena.set(text, this.arenaEnd);
    if (this.starts.count === 0) this.starts.push(0);
    this.arenaEnd += text.length;
    this.starts.push(this.arenaEnd);
    this.entryFrame.push(frame);
    this.hashes.push(hash);
    this.slots[slot] = this.hashes.count;
    if (this.hashes.count * 2 > this.slots.length) this.rehash();
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.hashes.count; entry++) {
      let slot = (this.hashes.values[entry] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.slots = slots;
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  // Writers that forget to escape control characters exist; nobody misses those in a name.
  const value = parsed(text) ?? parsed(text.replace(/[\u0000-\u001f]/g, ' '));
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** V8's lines and columns are 0-based, and -1 where there is none. */
function oneBased(value: unknown): number {
  return typeof value === 'number' ? value + 1 : 0;
}
