import type { ChangedFile } from './changed-file.js';

/** Of the functions of a file without a partner of its own name, at least so many and such a part must be in the other for it to be the same file. */
const LEAST_COMMON = 2;
const LEAST_PART = 0.5;

/**
 * Which files before an edit are which after it: of the same path, renamed as version control says, else those whose functions have the same names.
 * @param before names of functions by comparable path
 * @param after likewise
 * @returns pairs of paths, no path twice on a side
 */
export function matchFiles(before: ReadonlyMap<string, ReadonlySet<string>>, after: ReadonlyMap<string, ReadonlySet<string>>, changed: readonly ChangedFile[]): readonly (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  const pair = (early: string, late: string): void => {
    if (pairs.has(early) || taken.has(late)) return;
    pairs.set(early, late);
    taken.add(late);
  };
  for (const { before: early, after: late } of changed) if (before.has(early) && after.has(late)) pair(early, late);
  for (const path of before.keys()) if (after.has(path)) pair(path, path);
  const candidates = [...before].filter(([path]) => !pairs.has(path)).flatMap(([early, names]) => [...after]
    .filter(([path]) => !taken.has(path))
    .map(([late, others]) => ({ early, late, common: commonNames(names, others), least: Math.min(names.size, others.size) })));
  const alike = candidates.filter(({ common, least, early, late }) => common >= LEAST_PART * least && (common >= LEAST_COMMON || (common === 1 && fileName(early) === fileName(late))));
  for (const { early, late } of alike.sort((a, b) => b.common - a.common)) pair(early, late);
  return [...pairs];
}

function commonNames(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const name of one) if (name !== '' && other.has(name)) common += 1;
  return common;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
