import type { ProfileSet } from '../profile.js';

/** A way in which profiles are written to a file. One file of this folder each. */
export interface Format {
  readonly id: string;
  /** As people call it. */
  readonly title: string;
  /** Endings of file names, with their dot. */
  readonly extensions: readonly string[];
  /** @param head the first `HEAD_BYTES` of the file, or all of it when it is shorter; `name` is the file's, without its folders */
  recognises(head: Uint8Array, name: string): boolean;
  /**
   * What can be shown is shown, with a note on the profile for what cannot.
   * @throws UnreadableProfile when that is nothing
   */
  read(bytes: Uint8Array, name: string): ProfileSet;
  /**
   * As `read`, out of pieces in order, each of which may be overwritten when the next is asked for: no more of the file has to be in memory.
   * Absent where a format needs all of it at once.
   */
  readPieces?(pieces: Iterable<Uint8Array>, name: string): ProfileSet;
}

/** How much of a file a format gets to see before it says whether the file is its. */
export const HEAD_BYTES = 65_536;

/** Nothing of a file can be shown. The message is for people: one sentence that says why, without the file's name. */
export class UnreadableProfile extends Error {
  override readonly name = 'UnreadableProfile';
}
