import { FrameKind, type FrameTable } from '../profile/profile.js';
import type { FrameNames } from './frame-names.js';
import { hueOf, type Palette } from './flame/palette.js';

/** Whose code a frame is, as far as colours go. */
export interface FrameOwners {
  /** By frame: the package's name, or empty for code of the user's own. */
  packageOf(frame: number): string;
  isInternal(frame: number): boolean;
}

/** The colour of each frame, by frame index. */
export function frameColours(frames: FrameTable, owners: FrameOwners, palette: Palette, matches: Uint8Array | undefined): Uint32Array {
  const colours = new Uint32Array(frames.count);
  for (let frame = 0; frame < frames.count; frame++) {
    const plain = plainColour(frames, owners, palette, frame);
    colours[frame] = matches === undefined ? plain : matches[frame] === 1 ? palette.match : palette.faded(plain);
  }
  return colours;
}

function plainColour(frames: FrameTable, owners: FrameOwners, palette: Palette, frame: number): number {
  if (frames.kind[frame] !== FrameKind.code) return palette.quiet;
  if (owners.isInternal(frame)) return palette.internal;
  const name = owners.packageOf(frame);
  return name === '' ? palette.own : palette.packages[hueOf(name, palette.packages.length)]!;
}

/** How the boxes of a layout look, from what is known of the frames. */
export function boxLook(frameOf: (box: number) => number, colours: Uint32Array, names: FrameNames): {
  colourOf(box: number): number; labelOf(box: number): string; isQuiet(box: number): boolean;
} {
  return {
    colourOf: (box) => colours[frameOf(box)]!,
    labelOf: (box) => names.nameOf(frameOf(box)),
    isQuiet: (box) => !names.isCode(frameOf(box)),
  };
}
