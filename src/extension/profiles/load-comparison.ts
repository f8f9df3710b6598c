import { compareSides } from '../../profile/compare/compare-sides.js';
import { differenceToShow, frameDifferences } from '../../profile/compare/frame-differences.js';
import { runsOf, type ProfileFile } from '../../profile/compare/run.js';
import { SideBuilder, type Side } from '../../profile/compare/side.js';
import { placesOf } from '../../profile/places.js';
import type { ProfileKind } from '../../profile/profile.js';
import type { LoadedProfiles } from './worker-messages.js';

/**
 * Two sets of files as one difference profile: of time where both sides have a profile of it, else of memory.
 * @param folders of the workspace
 * @throws Incomparable
 */
export function loadComparison(before: readonly ProfileFile[], after: readonly ProfileFile[], folders: readonly string[]): LoadedProfiles {
  const hasTime = [before, after].every((files) => files.some(({ set }) => set.profiles.some(({ kind }) => kind === 'cpu')));
  const kind = hasTime ? 'cpu' : 'heap';
  const comparison = compareSides(sideOf(before, kind), sideOf(after, kind));
  const profile = differenceToShow(comparison);
  return { profiles: [profile], places: [placesOf(profile.frames, folders)], capture: undefined, differences: frameDifferences(comparison) };
}

function sideOf(files: readonly ProfileFile[], kind: ProfileKind): Side {
  const side = new SideBuilder(kind);
  for (const run of runsOf(files)) if (run.threads.some(({ profile }) => profile.kind === kind)) side.add(run);
  return side.build();
}
