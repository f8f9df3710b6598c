import { compareSides } from '../../profile/compare/compare-sides.js';
import { differenceToShow, frameDifferences } from '../../profile/compare/frame-differences.js';
import { runsOf, type ProfileFile } from '../../profile/compare/run.js';
import { SideBuilder, type Side } from '../../profile/compare/side.js';
import { placesOf } from '../../profile/places.js';
import type { ProfileKind } from '../../profile/profile.js';
import type { ComparedSides, LoadedProfiles, SideFiles } from './worker-messages.js';

/** Reads the files of a side, in the places in which people wrote the program. */
export type FilesOf = (side: SideFiles) => Promise<readonly ProfileFile[]>;

/**
 * Two sides as one difference profile: of time where both have a profile of it, else of memory.
 * @param folders of the workspace
 * @throws Incomparable
 */
export async function loadComparison({ before, after, options }: ComparedSides, filesOf: FilesOf, folders: readonly string[]): Promise<LoadedProfiles> {
  const late = await filesOf(after);
  const early = 'nodes' in before ? before : await filesOf(before);
  const kind = 'nodes' in early ? early.kind : kindOf(early, late);
  const comparison = compareSides('nodes' in early ? early : sideOf(early, kind, (before as SideFiles).roots), sideOf(late, kind, after.roots), options);
  const profile = differenceToShow(comparison);
  return { profiles: [profile], places: [placesOf(profile.frames, folders)], capture: undefined, differences: frameDifferences(comparison) };
}

/**
 * All runs of one side.
 * @throws Incomparable
 */
export async function loadSide(side: SideFiles, filesOf: FilesOf): Promise<Side> {
  const files = await filesOf(side);
  return sideOf(files, kindOf(files), side.roots);
}

function kindOf(...sides: readonly (readonly ProfileFile[])[]): ProfileKind {
  return sides.every((files) => files.some(({ set }) => set.profiles.some(({ kind }) => kind === 'cpu'))) ? 'cpu' : 'heap';
}

function sideOf(files: readonly ProfileFile[], kind: ProfileKind, roots: readonly string[]): Side {
  const side = new SideBuilder(kind, roots);
  for (const run of runsOf(files)) if (run.threads.some(({ profile }) => profile.kind === kind)) side.add(run);
  return side.build();
}
