import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ProfileFile } from '../../profile/compare/run.js';
import { Incomparable } from '../../profile/compare/side.js';
import { UnreadableProfile } from '../../profile/formats/format.js';
import { readPackedProfile } from '../../profile/formats/index.js';
import { placesOf } from '../../profile/places.js';
import type { ProfileSet } from '../../profile/profile.js';
import { authoredSet } from '../../runner/authored-set.js';
import { profilesOfFile } from '../../runner/profile-file.js';
import type { FunctionsOfText } from '../../runner/source-files.js';
import { buffersOf } from './column-buffers.js';
import { loadComparison, loadSide } from './load-comparison.js';
import type { LoadAnswer, LoadedProfiles, LoadRequest, SideFiles, SideRequest, WriteRequest } from './worker-messages.js';
import { Unwritable, writeProfiles } from './write-profiles.js';

// The thread that reads a profile: started for the files of one run, says what they hold or why they cannot be shown, and ends.

type Request = LoadRequest | SideRequest | WriteRequest;

async function answer(request: Request): Promise<LoadAnswer> {
  try {
    if ('side' in request) return { side: await loadSide(request.side, filesOfSide) };
    const profiles = await load(request);
    if (!('save' in request)) return { profiles };
    writeProfiles(profiles.profiles, request.save, request.folders);
    return { written: true };
  } catch (error) {
    if (error instanceof UnreadableProfile || error instanceof Incomparable || error instanceof Unwritable) return { failure: error.message };
    if (error instanceof RangeError) return { failure: `${request.name} needs more memory than there is.` };
    return { failure: `${request.name} could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function load({ name, source, folders }: LoadRequest): Promise<LoadedProfiles> {
  if ('before' in source) return loadComparison(source, filesOfSide, folders);
  const sets = 'paths' in source ? (await filesOf(source.paths, folders)).map(({ set }) => set) : [await authored(await readPackedProfile(source.bytes, name), folders)];
  const profiles = sets.flatMap((each) => each.profiles);
  return { profiles, capture: sets[0]?.capture, places: profiles.map(({ frames }) => placesOf(frames, folders)) };
}

function filesOfSide({ paths, folders }: SideFiles): Promise<readonly ProfileFile[]> {
  return filesOf(paths, folders);
}

async function filesOf(paths: readonly string[], folders: readonly string[]): Promise<readonly ProfileFile[]> {
  const files: ProfileFile[] = [];
  for (const each of paths) {
    const name = path.basename(each);
    try {
      files.push({ name, set: await authored(await profilesOfFile(each), folders) });
    } catch (error) {
      throw error instanceof UnreadableProfile && !error.message.includes(name) ? new UnreadableProfile(`${name}: ${error.message}`) : error;
    }
  }
  return files;
}

function authored(set: ProfileSet, folders: readonly string[]): Promise<ProfileSet> {
  return authoredSet(set, { folders, functions: loadFunctions });
}

/** The compiler is read only for profiles of the user's own code. */
async function loadFunctions(): Promise<FunctionsOfText> {
  const { FunctionPlaces } = await import('../../syntax/function-places.js');
  return FunctionPlaces.of;
}

void answer(workerData as Request).then((said) => parentPort?.postMessage(said, 'profiles' in said ? buffersOf(said.profiles) : []));
