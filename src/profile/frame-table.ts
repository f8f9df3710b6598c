import { frameKindOf } from './frame-kind.js';
import { FrameKind, type FrameTable } from './profile.js';

/** Frames named one by one; the same place under the same name is the same frame. */
export class FrameTableBuilder {
  private readonly strings: string[] = [];
  private readonly stringIndex = new Map<string, number>();
  private readonly frameIndex = new Map<string, number>();
  private readonly name: number[] = [];
  private readonly url: number[] = [];
  private readonly line: number[] = [];
  private readonly column: number[] = [];
  private readonly kind: number[] = [];

  get count(): number {
    return this.name.length;
  }

  /**
   * @param line 1-based, 0 where it is not known, as is the column; what is neither counts as not known
   * @param kind absent: what V8 means by the name
   */
  add(name: string, url: string, line: number, column: number, kind: FrameKind = frameKindOf(name, url)): number {
    const nameIndex = this.string(name);
    const urlIndex = this.string(url);
    const place = [position(line), position(column)] as const;
    const key = [nameIndex, urlIndex, ...place, kind].join(' ');
    const known = this.frameIndex.get(key);
    if (known !== undefined) return known;
    const index = this.name.push(nameIndex) - 1;
    this.url.push(urlIndex);
    this.line.push(place[0]);
    this.column.push(place[1]);
    this.kind.push(kind);
    this.frameIndex.set(key, index);
    return index;
  }

  /** @param frame one that was added */
  kindOf(frame: number): FrameKind {
    return (this.kind[frame] ?? FrameKind.code) as FrameKind;
  }

  build(): FrameTable {
    return {
      count: this.name.length,
      name: Uint32Array.from(this.name),
      url: Uint32Array.from(this.url),
      line: Int32Array.from(this.line),
      column: Int32Array.from(this.column),
      kind: Uint8Array.from(this.kind),
      strings: this.strings,
    };
  }

  private string(text: string): number {
    const known = this.stringIndex.get(text);
    if (known !== undefined) return known;
    const index = this.strings.push(text) - 1;
    this.stringIndex.set(text, index);
    return index;
  }
}

const LAST_POSITION = 0x7fff_ffff;

function position(value: number): number {
  return Number.isInteger(value) && value > 0 && value <= LAST_POSITION ? value : 0;
}
