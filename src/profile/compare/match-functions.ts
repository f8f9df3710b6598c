import type { FrameTable } from '../profile.js';
import type { ChangedFile } from './changed-file.js';
import { matchFiles } from './match-files.js';
import { MovedPlaces, type Anchor, type Place } from './moved-places.js';
import { pairInOrder } from './pair-in-order.js';

/** No function of the other side is the same. */
export const NO_PARTNER = -1;

/**
 * Which functions before an edit are which after it: of the same name in the same file, also where the file has another name now or the function
 * another line; functions without a name, or with that of others, by their place between functions that are known; and last, names that only one
 * function of each side has, in whatever file.
 * @param before URLs of frames are comparable paths, as are those of `after`
 * @param changed what is known of the edit, if anything
 * @returns by frame before, the frame after, or `NO_PARTNER`
 */
export function matchFunctions(before: FrameTable, after: FrameTable, changed: readonly ChangedFile[] = []): Int32Array {
  const partner = new Int32Array(before.count).fill(NO_PARTNER);
  const taken = new Set<number>();
  const match = (early: Place, late: Place): void => {
    partner[early.frame] = late.frame;
    taken.add(late.frame);
  };
  const [earlyFiles, lateFiles] = [placesByFile(before), placesByFile(after)];
  for (const [earlyPath, latePath] of matchFiles(namesOf(earlyFiles), namesOf(lateFiles), changed)) {
    const change = changed.find((each) => each.before === earlyPath && each.after === latePath);
    matchInFile(earlyFiles.get(earlyPath) ?? [], lateFiles.get(latePath) ?? [], change, match);
  }
  const late = uniqueByName(programPlaces(lateFiles).filter(({ frame }) => !taken.has(frame)));
  for (const [name, early] of uniqueByName(programPlaces(earlyFiles).filter(({ frame }) => partner[frame] === NO_PARTNER))) {
    const moved = late.get(name);
    if (moved !== undefined) match(early, moved);
  }
  return partner;
}

function matchInFile(before: readonly Place[], after: readonly Place[], change: ChangedFile | undefined, match: (early: Place, late: Place) => void): void {
  const late = uniqueByName(after);
  const anchors: Anchor[] = [];
  for (const [name, early] of uniqueByName(before)) {
    const same = late.get(name);
    if (same !== undefined) anchors.push({ early, late: same });
  }
  for (const anchor of anchors) match(anchor.early, anchor.late);
  const moved = new MovedPlaces(anchors, change?.hunks);
  const known = new Set(anchors.flatMap((anchor) => [anchor.early, anchor.late]));
  const lateByName = groupsBy(after.filter((place) => !known.has(place)), ({ name }) => name);
  for (const [name, early] of groupsBy(before.filter((place) => !known.has(place)), (place) => place.name)) {
    pairInOrder(early, lateByName.get(name) ?? [], (one, other) => moved.distance(one, other), match);
  }
}

/** In the order in which they stand. */
function placesByFile({ count, name, url, line, column, strings }: FrameTable): ReadonlyMap<string, readonly Place[]> {
  const places = Array.from({ length: count }, (_, frame) => ({ frame, name: strings[name[frame]!]!, line: line[frame]!, column: column[frame]! }));
  places.sort((a, b) => a.line - b.line || a.column - b.column);
  return groupsBy(places, ({ frame }) => strings[url[frame]!]!);
}

function namesOf(files: ReadonlyMap<string, readonly Place[]>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...files].map(([path, places]) => [path, new Set(places.map(({ name }) => name))]));
}

/** Functions of files; those of the engine and of Node move nowhere. */
function programPlaces(files: ReadonlyMap<string, readonly Place[]>): readonly Place[] {
  return [...files].filter(([path]) => path !== '' && !path.startsWith('node:')).flatMap(([, places]) => places);
}

/** Functions whose name no other has. */
function uniqueByName(places: readonly Place[]): ReadonlyMap<string, Place> {
  const unique = new Map<string, Place>();
  for (const [name, group] of groupsBy(places, (place) => place.name)) {
    const [only] = group;
    if (name !== '' && group.length === 1 && only !== undefined) unique.set(name, only);
  }
  return unique;
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
