import { objectOf, type Json, type JsonObject } from './json-text.js';

const [QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const LIST_KEY = 'traceEvents';

/**
 * The events of a trace that mention one of some words as a whole string. A trace is mostly events of other kinds: their bytes are
 * stepped over, and no more of the file than one event is ever text, so that it may be larger than a text can be.
 */
export class TraceEvents implements Iterable<JsonObject> {
  /** After reading: the list of events is not closed. */
  cut = false;
  private readonly words: readonly Uint8Array[];
  private at = 0;
  private mentioned = false;

  constructor(private readonly bytes: Uint8Array, words: readonly string[]) {
    this.words = words.map((word) => new TextEncoder().encode(word));
  }

  *[Symbol.iterator](): Generator<JsonObject> {
    const { bytes } = this;
    const decoder = new TextDecoder();
    if (!this.enterList()) return;
    while (this.at < bytes.length) {
      const byte = bytes[this.at];
      if (byte === CLOSE_LIST) return;
      if (byte !== OPEN_OBJECT) {
        this.at++;
        continue;
      }
      const start = this.at;
      this.mentioned = false;
      if (!this.skipValue()) break;
      const event = this.mentioned ? parsed(decoder.decode(bytes.subarray(start, this.at))) : undefined;
      if (event !== undefined) yield event;
    }
    this.cut = true;
  }

  /** Goes behind the bracket that opens the list of events: the file's own, or that of its key `traceEvents`. */
  private enterList(): boolean {
    const { bytes } = this;
    const key = new TextEncoder().encode(LIST_KEY);
    let isKey = false;
    while (this.at < bytes.length) {
      const byte = bytes[this.at];
      if (byte === QUOTE) {
        const start = this.at + 1;
        if (!this.skipString()) return false;
        isKey = sameBytes(bytes, start, this.at - 1, key);
      } else if (byte === OPEN_LIST && (isKey || this.isFirst())) {
        this.at++;
        return true;
      } else if ((byte === OPEN_LIST || byte === OPEN_OBJECT) && !this.isFirst()) {
        if (!this.skipValue()) return false;
      } else this.at++;
    }
    return false;
  }

  /** Nothing but white space or a byte-order mark comes before. */
  private isFirst(): boolean {
    for (let each = this.at - 1; each >= 0; each--) if ((this.bytes[each] as number) > 0x20 && (this.bytes[each] as number) < 0x80) return false;
    return true;
  }

  /** Steps over an object or list; false when it does not end. */
  private skipValue(): boolean {
    const { bytes } = this;
    let depth = 0;
    while (this.at < bytes.length) {
      const byte = bytes[this.at];
      if (byte === QUOTE) {
        const start = this.at + 1;
        if (!this.skipString()) return false;
        this.mentioned ||= this.words.some((word) => sameBytes(bytes, start, this.at - 1, word));
        continue;
      }
      this.at++;
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0) return true;
    }
    return false;
  }

  private skipString(): boolean {
    const { bytes } = this;
    for (this.at++; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at];
      if (byte === BACKSLASH) this.at++;
      else if (byte === QUOTE) {
        this.at++;
        return true;
      }
    }
    return false;
  }
}

function sameBytes(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) if (bytes[start + index] !== word[index]) return false;
  return true;
}

function parsed(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
