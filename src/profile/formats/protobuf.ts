/**
 * The wire format of protocol buffers, read in place. Varints are at most ten bytes, so that no input can make them cost more, and a
 * field that reaches past the end ends the message. https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufReader {
  /** The number of the field that `next` went to. */
  field = 0;
  /** Set when the bytes ended within a field or hold what no field can be. */
  broken = false;
  private wire = 0;
  private valueStart = 0;

  constructor(private readonly bytes: Uint8Array, private at = 0, private readonly end = bytes.length) {}

  /** Goes to the next field; false at the end of the message. The field's value has to be read or skipped before. */
  next(): boolean {
    if (this.broken || this.at >= this.end) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    this.valueStart = this.at;
    this.broken ||= this.field === 0 || ![0, 1, 2, 5].includes(this.wire);
    return !this.broken;
  }

  skip(): void {
    if (this.wire === 0) this.varint();
    else this.advance(this.wire === 1 ? 8 : this.wire === 5 ? 4 : this.varint());
  }

  /** An int64 or uint64 as a number: exact to 2^53, negative when its highest bit is set. */
  number(): number {
    if (this.wire === 0) return this.varint();
    this.skip();
    return 0;
  }

  /** A repeated number, packed or not, to the end of the list. */
  numbers(into: number[]): void {
    if (this.wire !== 2) return void into.push(this.number());
    const packed = this.message();
    while (!packed.broken && packed.at < packed.end) into.push(packed.varint());
    this.broken ||= packed.broken;
  }

  /** The value as a message of its own. */
  message(): ProtobufReader {
    const [start, end] = this.range();
    return new ProtobufReader(this.bytes, start, end);
  }

  text(): string {
    const [start, end] = this.range();
    return new TextDecoder().decode(this.bytes.subarray(start, end));
  }

  private range(): readonly [start: number, end: number] {
    if (this.wire !== 2) {
      this.at = this.valueStart;
      this.skip();
      return [this.at, this.at];
    }
    const length = this.varint();
    const start = this.at;
    this.advance(length);
    return [start, this.at];
  }

  private advance(count: number): void {
    if (count < 0 || this.at + count > this.end) this.broken = true;
    this.at = this.broken ? this.end : this.at + count;
  }

  private varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) break;
      const byte = this.bytes[this.at++] ?? 0;
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift === 28) {
        low |= (byte & 0x0f) << 28;
        high = (byte & 0x7f) >> 4;
      } else high |= (byte & 0x7f) << (shift - 32);
      if (byte < 0x80) return (high | 0) * 2 ** 32 + (low >>> 0);
    }
    this.broken = true;
    return 0;
  }
}
