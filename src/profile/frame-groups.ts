import type { FrameTable, NodeTable } from './profile.js';

/** Splits calls by a frame that each leads to; made once for many lists, because it keeps a mark for every frame. */
export class FrameGroups {
  /** By frame: its group while a list is being split, else -1. */
  private readonly groupOf: Int32Array;

  constructor(frames: number) {
    this.groupOf = new Int32Array(frames).fill(-1);
  }

  /**
   * Places of the list by frame, in the order in which frames first stand.
   * @param frameOf the frame that the call leads to; -1 leaves it out
   */
  split(calls: Uint32Array, frameOf: (call: number) => number): readonly Uint32Array[] {
    const { groupOf } = this;
    const keys = new Int32Array(calls.length);
    const seen: number[] = [];
    const sizes: number[] = [];
    for (let place = 0; place < calls.length; place++) {
      const frame = frameOf(calls[place] as number);
      keys[place] = frame;
      if (frame < 0) continue;
      if (groupOf[frame] === -1) groupOf[frame] = seen.push(frame) - 1;
      const group = groupOf[frame] as number;
      sizes[group] = (sizes[group] ?? 0) + 1;
    }
    const groups = sizes.map((size) => new Uint32Array(size));
    const filled = new Uint32Array(groups.length);
    for (let place = 0; place < calls.length; place++) {
      const frame = keys[place] as number;
      if (frame < 0) continue;
      const group = groupOf[frame] as number;
      const at = filled[group] as number;
      (groups[group] as Uint32Array)[at] = place;
      filled[group] = at + 1;
    }
    for (const frame of seen) groupOf[frame] = -1;
    return groups;
  }
}

/** Calls of each frame, in the order of nodes. */
export function nodesByFrame({ frame, count }: NodeTable, frames: FrameTable): (frame: number) => Uint32Array {
  const begin = new Uint32Array(frames.count + 1);
  for (let node = 0; node < count; node++) begin[(frame[node] as number) + 1] = (begin[(frame[node] as number) + 1] as number) + 1;
  for (let each = 0; each < frames.count; each++) begin[each + 1] = (begin[each + 1] as number) + (begin[each] as number);
  const next = begin.slice();
  const sorted = new Uint32Array(count);
  for (let node = 0; node < count; node++) {
    const each = frame[node] as number;
    const at = next[each] as number;
    sorted[at] = node;
    next[each] = at + 1;
  }
  return (wanted) => sorted.subarray(begin[wanted], begin[wanted + 1]);
}
