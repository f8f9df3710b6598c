import { statSync } from 'node:fs';
import { UnreadableProfile } from '../profile/formats/format.js';
import type { ProfileSet } from '../profile/profile.js';
import { authoredSet } from '../runner/authored-set.js';
import { profilesOfFile } from '../runner/profile-file.js';
import { FunctionPlaces } from '../syntax/function-places.js';
import { UsageError } from './usage-error.js';

export interface ReadProfileFile {
  readonly set: ProfileSet;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/**
 * @param name as typed, for messages
 * @param file absolute
 * @param folders absolute, in which sources and their maps may be read
 * @param option in front of messages, such as `--profile: `
 * @throws UsageError when it is no profile, or cannot be read
 */
export async function readProfileFile(name: string, file: string, folders: readonly string[], option = ''): Promise<ReadProfileFile> {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) throw new UsageError(`${option}'${name}' does not exist`);
    // A link to a device or a pipe would be read for ever.
    if (!stats.isFile()) throw new UsageError(`${option}'${name}' is not a file`);
    return { set: await authoredSet(await profilesOfFile(file), { folders, functions: () => FunctionPlaces.of }), writtenAt: stats.mtimeMs };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof UnreadableProfile ? error.message : `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new UsageError(`${option}'${name}': ${reason}`);
  }
}
