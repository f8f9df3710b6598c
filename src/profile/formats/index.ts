import type { ProfileSet } from '../profile.js';
import { chromeTrace } from './chrome-trace.js';
import { collapsed } from './collapsed.js';
import { cpuprofile } from './cpuprofile.js';
import { gunzipped, isGzip } from './decompress.js';
import { HEAD_BYTES, UnreadableProfile, type Format } from './format.js';
import { heapprofile } from './heapprofile.js';
import { pprof } from './pprof.js';
import { pstats } from './pstats.js';
import { speedscope } from './speedscope.js';

/** All formats that are read; the first that recognises a file reads it. A trace holds what looks like a CPU profile. */
export const FORMATS: readonly Format[] = [chromeTrace, cpuprofile, heapprofile, speedscope, pprof, pstats, collapsed];

/**
 * The format of a file by what it holds, else by the ending of its name.
 * @param bytes at least its first `HEAD_BYTES`, or all of it
 */
export function formatOf(bytes: Uint8Array, name: string): Format | undefined {
  const head = bytes.subarray(0, HEAD_BYTES);
  return FORMATS.find((format) => format.recognises(head, name)) ?? FORMATS.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending)));
}

/**
 * As `readProfile`, and unpacks a gzip file first.
 * @throws UnreadableProfile when nothing of it can be shown
 */
export async function readPackedProfile(bytes: Uint8Array, name: string): Promise<ProfileSet> {
  return isGzip(bytes) ? readProfile(await gunzipped(bytes), name.replace(/\.gz$/, '')) : readProfile(bytes, name);
}

/**
 * The profiles of a file in any of the formats, not packed.
 * @param name the file's, without its folders
 * @throws UnreadableProfile when nothing of it can be shown
 */
export function readProfile(bytes: Uint8Array, name: string): ProfileSet {
  if (bytes.length === 0) throw new UnreadableProfile('The file is empty: the program ended before its profile was written.');
  const format = formatOf(bytes, name);
  if (format === undefined) throw new UnreadableProfile(`The file is no profile that can be read here: ${FORMATS.map(({ title }) => title).join(', ')}.`);
  return format.read(bytes, name);
}
