import { UnreadableProfile } from './format.js';

/** A value out of a file whose shape nobody vouches for. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export interface JsonOfFile {
  readonly value: JsonObject | readonly Json[];
  /** The file ends in the middle: what came whole before that is there. */
  readonly cut: boolean;
}

/** V8 makes no longer strings than 2^29 - 24 units. */
const LONGEST_TEXT = 0x1fff_ffe8;

/**
 * The one object or array of a file, and of one that was cut off all that is whole.
 * @throws UnreadableProfile when it is neither, or larger than a text may be
 */
export function jsonOfFile(bytes: Uint8Array): JsonOfFile {
  if (bytes.length > LONGEST_TEXT) throw new UnreadableProfile('The file is larger than 512 MB, which is more than a JSON text of this format can be.');
  const text = new TextDecoder().decode(bytes);
  const whole = parsed(text);
  const value = whole ?? parsed(closed(text));
  if (value === undefined || value === null || typeof value !== 'object') throw new UnreadableProfile('The file is no JSON object.');
  return { value, cut: whole === undefined };
}

function parsed(text: string): JsonOfFile['value'] | undefined {
  try {
    return JSON.parse(text) as JsonOfFile['value'];
  } catch {
    return undefined;
  }
}

/** The text up to the last value that came whole, with the brackets closed that were open there. */
function closed(text: string): string {
  let end = 0;
  // Behind a bracket, and before a comma, all values are whole.
  forEachMark(text, (mark, at) => {
    end = mark === COMMA ? at : at + 1;
  });
  const whole = text.slice(0, end);
  const open: string[] = [];
  forEachMark(whole, (mark) => {
    if (mark === OPEN_OBJECT) open.push('}');
    else if (mark === OPEN_LIST) open.push(']');
    else if (mark !== COMMA) open.pop();
  });
  return whole + open.reverse().join('');
}

const [QUOTE, BACKSLASH, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];

/** Brackets and commas outside of strings. */
function forEachMark(text: string, visit: (mark: number, at: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === COMMA || code === OPEN_OBJECT || code === CLOSE_OBJECT || code === OPEN_LIST || code === CLOSE_LIST) visit(code, at);
  }
}

/** Reading with doubt: what is not there or of another kind is `undefined`. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
