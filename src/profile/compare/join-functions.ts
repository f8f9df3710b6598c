import type { FrameTable } from '../profile.js';
import { NO_PARTNER } from './match-functions.js';
import type { Side } from './side.js';

/** Functions of both sides in one table. */
export interface JoinedFunctions {
  /** Frames after, with their indices, then those that were only before. URLs are those of the profiles. */
  readonly frames: FrameTable;
  /** By joined frame, the frame of each side, or `NO_PARTNER`. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** By frame before, the joined one. Frames after are what they were. */
  readonly ofBefore: Uint32Array;
}

/**
 * @param partner by frame before, the frame after, or `NO_PARTNER`
 * @param folder absolute with `/`: where relative paths of functions that are gone would be now
 */
export function joinFunctions(before: Side, after: Side, partner: Int32Array, folder: string | undefined): JoinedFunctions {
  const early = Int32Array.from({ length: after.frames.count }, () => NO_PARTNER);
  const ofBefore = new Uint32Array(before.frames.count);
  const gone: number[] = [];
  for (let frame = 0; frame < partner.length; frame++) {
    const late = partner[frame]!;
    if (late === NO_PARTNER) ofBefore[frame] = after.frames.count + gone.push(frame) - 1;
    else {
      ofBefore[frame] = late;
      early[late] = frame;
    }
  }
  const goneUrl = (frame: number): string => {
    const path = before.frames.strings[before.frames.url[frame]!]!;
    return folder === undefined || path === '' || /^(?:\/|[\w-]+:)/.test(path) ? before.urls[frame]! : `${folder.replace(/\/$/, '')}/${path}`;
  };
  const of = (column: 'line' | 'column' | 'kind'): readonly number[] => [...after.frames[column], ...gone.map((frame) => before.frames[column][frame]!)];
  const names = [...after.frames.name].map((name) => after.frames.strings[name]!).concat(gone.map((frame) => before.frames.strings[before.frames.name[frame]!]!));
  const urls = [...after.urls].concat(gone.map(goneUrl));
  const strings = [...new Set([...names, ...urls])];
  const indexOf = new Map(strings.map((text, index) => [text, index]));
  const indices = (texts: readonly string[]): Uint32Array => Uint32Array.from(texts, (text) => indexOf.get(text)!);
  return {
    frames: { count: names.length, name: indices(names), url: indices(urls), line: Int32Array.from(of('line')), column: Int32Array.from(of('column')), kind: Uint8Array.from(of('kind')), strings },
    before: Int32Array.from([...early, ...gone]),
    after: Int32Array.from(names, (_, frame) => (frame < after.frames.count ? frame : NO_PARTNER)),
    ofBefore,
  };
}
