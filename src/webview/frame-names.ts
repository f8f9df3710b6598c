import { frameName } from '../profile/frame-name.js';
import type { FramePlaces } from '../profile/places.js';
import { FrameKind, type FrameTable } from '../profile/profile.js';

const KIND_NAMES: Readonly<Record<number, string>> = {
  [FrameKind.root]: '(all)', [FrameKind.program]: '(program)', [FrameKind.idle]: '(idle)', [FrameKind.collector]: '(garbage collector)',
};

/** Nobody reads more of a name, but to lay out a million letters takes seconds. */
const LONGEST = 1000;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** How the frames of a profile are called. Whatever the file says is text and shown as text. */
export class FrameNames {
  constructor(private readonly frames: FrameTable, private readonly places: FramePlaces) {}

  nameOf(frame: number): string {
    const { kind, strings, name, url, line, column } = this.frames;
    return KIND_NAMES[kind[frame] ?? FrameKind.code] ?? shortened(frameName(strings[name[frame] ?? 0] ?? '', strings[url[frame] ?? 0] ?? '', line[frame] ?? 0, column[frame] ?? 0));
  }

  /** The file as people say it, with the line where that is known; empty for what is in no file. */
  placeOf(frame: number): string {
    const file = this.fileOf(frame);
    const line = this.frames.line[frame] ?? 0;
    return file !== '' && line > 0 ? `${file}:${String(line)}` : file;
  }

  fileOf(frame: number): string {
    return shortened(this.places.strings[this.places.shown[frame] ?? -1] ?? '');
  }

  canOpen(frame: number): boolean {
    return this.places.openable[frame] === 1;
  }

  isCode(frame: number): boolean {
    return this.frames.kind[frame] === FrameKind.code;
  }

  isIdle(frame: number): boolean {
    return this.frames.kind[frame] === FrameKind.idle;
  }
}
