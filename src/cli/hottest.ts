import path from 'node:path';
import { amountText, shareText } from '../profile/amount.js';
import { mergedProfile } from '../profile/merge.js';
import { FrameOwner, placesOf } from '../profile/places.js';
import type { Profile } from '../profile/profile.js';
import { summaryOf } from '../profile/summary.js';
import { placeText } from '../profile/write/markdown.js';
import { safe } from '../profile/write/text.js';
import { readProfileFile } from './read-profile-file.js';

const HOTTEST = 3;
/** Functions that are looked through for those of the program's own. */
const LOOKED_THROUGH = 10_000;

/**
 * The functions that took most in a run, a line each: amount, share, name and where people wrote it. The program's own where there are any.
 * @param files absolute paths of what was recorded of all threads and processes
 * @param cwd absolute: folder of the program
 * @throws UsageError when one cannot be read
 */
export async function hottestOf(files: readonly string[], cwd: string): Promise<readonly string[]> {
  const read: Profile[] = [];
  for (const file of files) read.push(...(await readProfileFile(path.relative(cwd, file), file, [cwd])).set.profiles);
  return (['cpu', 'heap'] as const).flatMap((kind) => {
    const [first, ...others] = read.filter((each) => each.kind === kind);
    if (first === undefined) return [];
    return hottestLines(others.length === 0 ? first : mergedProfile([first, ...others], ''), cwd);
  });
}

function hottestLines(profile: Profile, cwd: string): readonly string[] {
  const { hot, total, unit, idle } = summaryOf(profile, placesOf(profile.frames, [cwd]), LOOKED_THROUGH);
  const own = hot.filter(({ owner, self }) => owner === FrameOwner.own && self > 0);
  const shown = (own.length > 0 ? own : hot.filter(({ self }) => self > 0)).slice(0, HOTTEST);
  const resting = idle > total / 2 ? [`it waited ${amountText(idle, unit)} of ${amountText(total, unit)}, which a profile does not explain`] : [];
  return [...shown.map((each) => safe(`${amountText(each.self, unit)}  ${shareText(each.self, total)}  ${each.name}  ${placeText(each)}`)), ...resting];
}
