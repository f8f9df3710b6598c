import type { Capture, Profile, ProfileSet } from '../profile.js';

/** One execution of a program: all its threads and child processes together. */
export interface Run {
  /** For people: the name of its first file. */
  readonly name: string;
  readonly threads: readonly MeasuredThread[];
}

export interface MeasuredThread {
  readonly profile: Profile;
  readonly capture: Capture | undefined;
}

export interface ProfileFile {
  readonly name: string;
  readonly set: ProfileSet;
}

/** The runs that files are of: those that our runner recorded together are one, and any other file is a run of its own. */
export function runsOf(files: readonly ProfileFile[]): readonly Run[] {
  const groups = new Map<string | ProfileFile, ProfileFile[]>();
  for (const file of files) {
    const key = file.set.capture?.run ?? file;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()].map((group) => ({
    name: group[0]?.name ?? '',
    threads: group.flatMap(({ set: { profiles, capture } }) => profiles.map((profile) => ({ profile, capture }))),
  }));
}
