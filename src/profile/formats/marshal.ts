/** What Python's `marshal` writes, as far as it holds data. A dictionary is its pairs, for its keys are tuples here. */
export type Marshalled = undefined | boolean | number | bigint | string | Uint8Array | MarshalledList | MarshalledPairs;
export type MarshalledList = readonly Marshalled[];
export class MarshalledPairs {
  constructor(readonly pairs: readonly (readonly [key: Marshalled, value: Marshalled])[]) {}
}

/** The bytes are no marshalled data, or end early, or hold code, which is never read. */
export class MarshalError extends Error {
  override readonly name = 'MarshalError';
}

const DEPTH_LIMIT = 200;
const KEEPS_REFERENCE = 0x80;

/**
 * Reads one object and never runs anything: code objects are refused. Versions 0 to 4, that is Python 2 and 3.
 * https://github.com/python/cpython/blob/main/Python/marshal.c
 * @param onPair told of each pair of the outermost dictionary, so that a file cut off in the middle of it still gives those before
 * @throws MarshalError
 */
export function unmarshal(bytes: Uint8Array, onPair?: (key: Marshalled, value: Marshalled) => void): Marshalled {
  return new MarshalReader(bytes, onPair).object(0);
}

class MarshalReader {
  private at = 0;
  private readonly view: DataView;
  private readonly references: Marshalled[] = [];
  /** Python 2 keeps strings apart. */
  private readonly interned: string[] = [];

  constructor(private readonly bytes: Uint8Array, private readonly onPair?: (key: Marshalled, value: Marshalled) => void) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  object(depth: number): Marshalled {
    if (depth > DEPTH_LIMIT) throw new MarshalError('nested too deep');
    const byte = this.byte();
    const type = String.fromCharCode(byte & ~KEEPS_REFERENCE);
    const keep = (byte & KEEPS_REFERENCE) !== 0;
    switch (type) {
      case '(':
        return this.list(this.size(), depth, keep);
      case ')':
        return this.list(this.byte(), depth, keep);
      case '[':
      case '<':
      case '>':
        return this.list(this.size(), depth, keep);
      case '{':
        return this.dictionary(depth, keep);
      case 'r':
        return this.referred(this.references, this.size());
      case 'R':
        return this.referred(this.interned, this.size());
      default:
        return this.kept(this.atom(type), keep);
    }
  }

  private atom(type: string): Marshalled {
    switch (type) {
      case 'N':
      case '.':
      case 'S':
        return undefined;
      case 'T':
        return true;
      case 'F':
        return false;
      case 'i':
        return this.view.getInt32(this.advance(4), true);
      case 'I':
        return Number(this.view.getBigInt64(this.advance(8), true));
      case 'l':
        return this.long();
      case 'f':
        return Number(this.text(this.byte()));
      case 'g':
        return this.view.getFloat64(this.advance(8), true);
      case 'x':
        return [Number(this.text(this.byte())), Number(this.text(this.byte()))];
      case 'y':
        return [this.view.getFloat64(this.advance(8), true), this.view.getFloat64(this.advance(8), true)];
      case 's':
        return this.slice(this.size());
      case 't': {
        const text = this.text(this.size());
        this.interned.push(text);
        return text;
      }
      case 'u':
      case 'a':
      case 'A':
        return this.text(this.size());
      case 'z':
      case 'Z':
        return this.text(this.byte());
      case 'c':
        throw new MarshalError('it holds code');
      default:
        throw new MarshalError(`unknown type ${JSON.stringify(type)}`);
    }
  }

  private list(count: number, depth: number, keep: boolean): Marshalled {
    // Each element takes at least a byte, whatever the count says.
    if (count > this.bytes.length - this.at) throw new MarshalError('it ends early');
    const elements: Marshalled[] = [];
    this.kept(elements, keep);
    for (let index = 0; index < count; index++) elements.push(this.object(depth + 1));
    return elements;
  }

  private dictionary(depth: number, keep: boolean): Marshalled {
    const pairs: (readonly [Marshalled, Marshalled])[] = [];
    const dictionary = new MarshalledPairs(pairs);
    this.kept(dictionary, keep);
    const NULL = 0x30;
    while (this.bytes[this.at] !== NULL) {
      const pair = [this.object(depth + 1), this.object(depth + 1)] as const;
      pairs.push(pair);
      if (depth === 0) this.onPair?.(...pair);
    }
    this.at++;
    return dictionary;
  }

  /** Digits of fifteen bits, the lowest first; a negative count is the sign. */
  private long(): bigint {
    const size = this.view.getInt32(this.advance(4), true);
    const digits = Math.abs(size);
    // Numbers of a profile have a few digits; more would only cost time.
    if (digits > 64) throw new MarshalError('it holds a number of too many digits');
    let value = 0n;
    for (let index = 0; index < digits; index++) value |= BigInt(this.view.getUint16(this.advance(2), true)) << BigInt(15 * index);
    return size < 0 ? -value : value;
  }

  private kept(value: Marshalled, keep: boolean): Marshalled {
    if (keep) this.references.push(value);
    return value;
  }

  private referred(table: readonly Marshalled[], index: number): Marshalled {
    if (index >= table.length) throw new MarshalError('it refers to what is not there');
    return table[index];
  }

  private size(): number {
    const size = this.view.getInt32(this.advance(4), true);
    if (size < 0) throw new MarshalError('it holds a negative size');
    return size;
  }

  private byte(): number {
    return this.bytes[this.advance(1)] ?? 0;
  }

  private text(size: number): string {
    return new TextDecoder().decode(this.slice(size));
  }

  private slice(size: number): Uint8Array {
    const start = this.advance(size);
    return this.bytes.subarray(start, start + size);
  }

  /** Steps over bytes that have to be there. @returns where they begin */
  private advance(count: number): number {
    const start = this.at;
    if (start + count > this.bytes.length) throw new MarshalError('it ends early');
    this.at += count;
    return start;
  }
}
