import type { Profile } from '../../profile/profile.js';

/** A function of a file as the editor knows it: 1-based lines, both inclusive. */
export interface FunctionLines {
  readonly first: number;
  readonly last: number;
}

/**
 * The frame of the function around a line (1-based) of a file: the one that begins last before it. `functions` are those around the
 * line, the innermost first: a frame that begins outside of all of them is another function, and is not taken.
 * @param isFile whether a frame's URL is that of the file
 */
export function frameAt(profile: Profile, isFile: (url: string) => boolean, line: number, functions: readonly FunctionLines[]): number | undefined {
  const starts = framesOf(profile, isFile).filter(({ start }) => start <= line);
  if (functions.length === 0) return latest(starts);
  for (const { first, last } of functions) {
    const inside = latest(starts.filter(({ start }) => start >= first && start <= last));
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function framesOf({ frames }: Profile, isFile: (url: string) => boolean): readonly { readonly frame: number; readonly start: number }[] {
  const same = frames.strings.map(isFile);
  const found: { frame: number; start: number }[] = [];
  for (let frame = 0; frame < frames.count; frame++) {
    const start = frames.line[frame]!;
    if (start > 0 && same[frames.url[frame]!]) found.push({ frame, start });
  }
  return found;
}

function latest(starts: readonly { readonly frame: number; readonly start: number }[]): number | undefined {
  return starts.reduce<{ frame: number; start: number } | undefined>((best, each) => (best && best.start >= each.start ? best : each), undefined)?.frame;
}
