import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ProfileFile } from '../../profile/compare/run.js';
import { Incomparable } from '../../profile/compare/side.js';
import { UnreadableProfile } from '../../profile/formats/format.js';
import { readProfile } from '../../profile/formats/index.js';
import { placesOf } from '../../profile/places.js';
import { buffersOf } from './column-buffers.js';
import { loadComparison } from './load-comparison.js';
import type { LoadAnswer, LoadedProfiles, LoadRequest } from './worker-messages.js';

// The thread that reads a profile: started for the files of one run, says what they hold or why they cannot be shown, and ends.

/** More than this is in no buffer of Node's. */
const LARGEST = 2 ** 32;

function answer(request: LoadRequest): LoadAnswer {
  try {
    return { profiles: load(request) };
  } catch (error) {
    if (error instanceof UnreadableProfile || error instanceof Incomparable) return { failure: error.message };
    if (error instanceof RangeError) return { failure: `${request.name} needs more memory than there is.` };
    return { failure: `${request.name} could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function load({ name, source, folders }: LoadRequest): LoadedProfiles {
  if ('before' in source) return loadComparison(filesOf(source.before), filesOf(source.after), folders);
  const sets = 'paths' in source ? source.paths.map((each) => readProfile(bytesOf(each, path.basename(each)), path.basename(each))) : [readProfile(source.bytes, name)];
  const profiles = sets.flatMap((each) => each.profiles);
  return { profiles, capture: sets[0]?.capture, places: profiles.map(({ frames }) => placesOf(frames, folders)) };
}

function filesOf(paths: readonly string[]): readonly ProfileFile[] {
  return paths.map((each) => {
    const name = path.basename(each);
    try {
      return { name, set: readProfile(bytesOf(each, name), name) };
    } catch (error) {
      throw error instanceof UnreadableProfile ? new UnreadableProfile(`${name}: ${error.message}`) : error;
    }
  });
}

function bytesOf(file: string, name: string): Uint8Array {
  const { size } = statSync(file);
  if (size > LARGEST) throw new UnreadableProfile(`${name} has ${(size / 2 ** 30).toFixed(1)} GiB, more than the 4 GiB that can be read at once.`);
  return readFileSync(file);
}

const said = answer(workerData as LoadRequest);
parentPort?.postMessage(said, 'profiles' in said ? buffersOf(said.profiles) : []);
