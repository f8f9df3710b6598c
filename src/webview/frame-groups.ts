import { FrameOwner, type FrameGroup } from '../profile/places.js';
import type { FrameTexts } from '../profile/search/search.js';
import type { Palette } from './flame/palette.js';
import type { PlaceTable } from './protocol.js';

/** How a group is called; empty for the root, which is no group to people. */
export function groupTitle({ name, owner }: FrameGroup): string {
  return owner === FrameOwner.own ? 'Own code' : owner === FrameOwner.root ? '' : name;
}

/** What is searched for to find all of a group and nothing else. */
export function groupQuery(group: FrameGroup): string {
  return `package:"${groupTitle(group)}"`;
}

/** Texts in which `package:pg` finds all packages with these letters, and `package:"pg"` that package alone. */
export function groupTexts({ group, groups }: PlaceTable): FrameTexts {
  return { index: group, strings: groups.map((each) => `package:${groupTitle(each)} ${groupQuery(each)}`) };
}

/** The colour of each group. The heaviest packages, by `weights`, choose first and are told apart best. */
export function groupColours(groups: readonly FrameGroup[], weights: Float64Array, palette: Palette): Uint32Array {
  const packages = [...groups.keys()].filter((group) => groups[group]!.owner === FrameOwner.package).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const colours = Uint32Array.from(groups, ({ owner }) => palette.byOwner(owner));
  palette.packages(packages.map((group) => groups[group]!.name)).forEach((colour, rank) => (colours[packages[rank]!] = colour));
  return colours;
}
