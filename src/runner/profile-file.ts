import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { isGzip } from '../profile/formats/decompress.js';
import { HEAD_BYTES, UnreadableProfile } from '../profile/formats/format.js';
import { formatOf, readPackedProfile } from '../profile/formats/index.js';
import type { ProfileSet } from '../profile/profile.js';

/** What Node reads into memory at once: https://nodejs.org/docs/latest-v20.x/api/errors.html#err_fs_file_too_large */
const LARGEST_AT_ONCE = 2 ** 31 - 1;
/** Small enough that the scan comes back to its beginning early, where an engine puts compiled code into use. */
const PIECE = 2 ** 16;
/** The first piece, from which they double: what happens at the end of a piece has happened before the engine compiles the scan. */
const FIRST_PIECE = 2 ** 10;

/**
 * The profiles of a file in any of the formats, packed or not. Where the format can be read in pieces, never more than one of them is in
 * memory, so that such a file may be of any size.
 * @param file absolute path of a regular file
 * @throws UnreadableProfile when nothing of it can be shown, and what the file system throws
 */
export async function profilesOfFile(file: string): Promise<ProfileSet> {
  const name = path.basename(file);
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const head = new Uint8Array(Math.min(size, HEAD_BYTES));
    readSync(handle, head, 0, head.length, 0);
    const format = head.length === 0 || isGzip(head) ? undefined : formatOf(head, name);
    if (format?.readPieces) return format.readPieces(piecesOf(handle), name);
    if (size > LARGEST_AT_ONCE) throw new UnreadableProfile(`The file has ${(size / 2 ** 30).toFixed(1)} GiB, more than the 2 GiB that can be read at once.`);
    return await readPackedProfile(readFileSync(handle), name);
  } finally {
    closeSync(handle);
  }
}

/** From the beginning of the file, all in the same memory. */
function* piecesOf(handle: number): Generator<Uint8Array> {
  const memory = new Uint8Array(PIECE);
  let position = 0;
  for (let wanted = FIRST_PIECE; ; wanted = Math.min(2 * wanted, PIECE)) {
    const size = readSync(handle, memory, 0, wanted, position);
    if (size === 0) return;
    yield memory.subarray(0, size);
    position += size;
  }
}
