import { FrameKind, type Profile, type ProfileSet } from '../profile/profile.js';
import { authoredProfile } from '../profile/sources/authored-profile.js';
import { MovedFiles } from './moved-files.js';
import { SourceFiles, type FunctionsOfText } from './source-files.js';

export interface AuthoredSetOptions {
  /** Absolute paths of the folders in which sources and maps may be read. */
  readonly folders: readonly string[];
  /** Brings what finds functions in texts; called only when there are texts to look into, because it takes a compiler. */
  readonly functions: () => Promise<FunctionsOfText> | FunctionsOfText;
}

/**
 * The profiles of a file in the places in which people wrote the program, as far as its own sources and maps can be read; those of a program that
 * ran on another machine by the files that it has here.
 */
export async function authoredSet(set: ProfileSet, { folders, functions }: AuthoredSetOptions): Promise<ProfileSet> {
  const { profiles, capture } = set;
  const files = new SourceFiles({ folders, captured: capture?.sourceMaps ?? {} });
  const moved = new MovedFiles(folders);
  if (moved.candidates(set).size === 0 && !profiles.some((profile) => hasOwnCode(profile, files))) return set;
  files.functionsOf = await functions();
  const scripts = moved.rerooted(set, files, false);
  const authored = { ...scripts, profiles: scripts.profiles.map((profile) => authoredProfile(profile, files)) };
  // Maps may lead to where the sources were.
  return moved.rerooted(authored, files, true);
}

function hasOwnCode({ frames }: Profile, files: SourceFiles): boolean {
  const urls = new Set<number>();
  for (let frame = 0; frame < frames.count; frame++) if (frames.kind[frame] === FrameKind.code) urls.add(frames.url[frame] as number);
  return [...urls].some((index) => {
    const url = frames.strings[index] ?? '';
    return files.isOwn(url) || files.isCaptured(url);
  });
}
