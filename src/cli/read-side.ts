import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runsOf, type ProfileFile } from '../profile/compare/run.js';
import { SideBuilder, type Side } from '../profile/compare/side.js';
import { FORMATS } from '../profile/formats/index.js';
import type { ProfileKind } from '../profile/profile.js';
import { readProfileFile } from './read-profile-file.js';
import { UsageError } from './usage-error.js';

/**
 * All runs of one side of a comparison.
 * @param names of files and folders, as typed: a folder stands for the profiles in it
 * @param cwd absolute
 * @param roots absolute folders that the side's sources lie in
 * @throws UsageError when one of them cannot be read; Incomparable
 */
export async function readSide(names: readonly string[], cwd: string, kind: ProfileKind, roots: readonly string[] = []): Promise<Side> {
  const side = new SideBuilder(kind, roots);
  const files: ProfileFile[] = [];
  for (const name of names.flatMap((each) => profilesIn(each, cwd))) files.push({ name, set: (await readProfileFile(name, path.resolve(cwd, name), [cwd, ...roots])).set });
  for (const run of runsOf(files)) if (run.threads.some(({ profile }) => profile.kind === kind)) side.add(run);
  return side.build();
}

function profilesIn(name: string, cwd: string): readonly string[] {
  const files = filesOf(path.resolve(cwd, name));
  if (files === undefined) return [name];
  const endings = FORMATS.flatMap(({ extensions }) => extensions);
  const profiles = files.filter((file) => endings.some((ending) => file.endsWith(ending))).sort();
  if (profiles.length === 0) throw new UsageError(`'${name}' is a folder without a profile`);
  return profiles.map((file) => path.join(name, file));
}

/** @returns undefined for what is no folder that can be read: it will say so itself when it is read as a file */
function filesOf(folder: string): readonly string[] | undefined {
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder) : undefined;
  } catch {
    return undefined;
  }
}
