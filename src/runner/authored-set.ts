import { FrameKind, type Capture, type Profile, type ProfileSet } from '../profile/profile.js';
import { authoredProfile } from '../profile/sources/authored-profile.js';
import { SourceFiles, type FunctionsOfText } from './source-files.js';

export interface AuthoredSetOptions {
  /** Absolute paths of the folders in which sources and maps may be read. */
  readonly folders: readonly string[];
  /** Brings what finds functions in texts; called only when there are texts to look into, because it takes a compiler. */
  readonly functions: () => Promise<FunctionsOfText> | FunctionsOfText;
}

/** The profiles of a file in the places in which people wrote the program, as far as its own sources and maps can be read. */
export async function authoredSet({ profiles, capture }: ProfileSet, { folders, functions }: AuthoredSetOptions): Promise<ProfileSet> {
  const captured = capture?.sourceMaps ?? {};
  const files = new SourceFiles({ folders, captured });
  if (!profiles.some((profile) => hasOwnCode(profile, files, capture))) return { profiles, capture };
  files.functionsOf = await functions();
  return { profiles: profiles.map((profile) => authoredProfile(profile, files)), capture };
}

function hasOwnCode({ frames }: Profile, files: SourceFiles, capture: Capture | undefined): boolean {
  const urls = new Set<number>();
  for (let frame = 0; frame < frames.count; frame++) if (frames.kind[frame] === FrameKind.code) urls.add(frames.url[frame] as number);
  return [...urls].some((index) => {
    const url = frames.strings[index] ?? '';
    return files.isOwn(url) || (capture !== undefined && Object.hasOwn(capture.sourceMaps, url));
  });
}
