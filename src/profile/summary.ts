import { frameName } from './frame-name.js';
import { FrameOwner, type FramePlaces } from './places.js';
import { FrameKind, type Profile, type ProfileUnit } from './profile.js';
import { totalsByFrame } from './totals.js';

/** What a profile says in short, for reports. Amounts are in the profile's unit. */
export interface ProfileSummary {
  readonly name: string;
  readonly unit: ProfileUnit;
  readonly kind: Profile['kind'];
  /** Samples in their order; of formats that keep none, undefined. */
  readonly samples: number | undefined;
  readonly nodes: number;
  /** Frames that were called. */
  readonly functions: number;
  readonly total: number;
  /** The sum of what all calls spent themselves: the same as `total`, added up anew. */
  readonly selfSum: number;
  /** What no function spent: the machine waiting, V8 itself, collecting garbage. */
  readonly idle: number;
  readonly program: number;
  readonly collector: number;
  /** Functions by their own amount, the largest first. */
  readonly hot: readonly HotFunction[];
  /** Calls by their own amount, the largest first. */
  readonly hotStacks: readonly HotStack[];
  /** Own amounts by whose code it is, the largest first. */
  readonly owners: readonly { readonly name: string; readonly owner: FrameOwner; readonly self: number }[];
  readonly notes: readonly string[];
}

export interface HotFunction {
  /** Index of the profile's frame. */
  readonly frame: number;
  readonly name: string;
  /** As the profile has it, and as people say it. */
  readonly url: string;
  readonly shown: string;
  /** 1-based, 0 where it is not known; so is the column. */
  readonly line: number;
  readonly column: number;
  readonly owner: FrameOwner;
  readonly package: string;
  readonly self: number;
  /** With callees; recursion counted once. */
  readonly total: number;
}

export interface HotStack {
  readonly self: number;
  /** From the function itself to its outermost caller. */
  readonly frames: readonly number[];
}

/** @param top how many functions and stacks to name */
export function summaryOf(profile: Profile, places: FramePlaces, top: number): ProfileSummary {
  const { name, unit, kind, frames, nodes, samples, total, notes } = profile;
  const totals = totalsByFrame(nodes, frames);
  const ofKind = (wanted: FrameKind): number => totals.self.reduce((sum, self, frame) => sum + (frames.kind[frame] === wanted ? self : 0), 0);
  const called = [...totals.nodes.keys()].filter((frame) => (totals.nodes[frame] ?? 0) > 0);
  const code = called.filter((frame) => frames.kind[frame] === FrameKind.code);
  const hot = largest(code, (frame) => totals.self[frame] ?? 0, top);
  return {
    name,
    unit,
    kind,
    samples: samples?.count,
    nodes: nodes.count,
    functions: called.length,
    total,
    selfSum: nodes.self.reduce((sum, self) => sum + self, 0),
    idle: ofKind(FrameKind.idle),
    program: ofKind(FrameKind.program),
    collector: ofKind(FrameKind.collector),
    hot: hot.map((frame) => ({ ...hotFunction(profile, places, frame), self: totals.self[frame] ?? 0, total: totals.total[frame] ?? 0 })),
    hotStacks: hotStacks(profile, top),
    owners: ownersOf(profile, places, totals.self),
    notes,
  };
}

function hotFunction({ frames }: Profile, places: FramePlaces, frame: number): Omit<HotFunction, 'self' | 'total'> {
  const url = frames.strings[frames.url[frame] ?? 0] ?? '';
  return {
    frame,
    name: frameName(frames.strings[frames.name[frame] ?? 0] ?? '', url, frames.line[frame] ?? 0, frames.column[frame] ?? 0),
    url,
    shown: places.strings[places.shown[frame] ?? 0] ?? '',
    line: frames.line[frame] ?? 0,
    column: frames.column[frame] ?? 0,
    owner: places.groups[places.group[frame] ?? -1]?.owner ?? FrameOwner.own,
    package: places.groups[places.group[frame] ?? -1]?.name ?? '',
  };
}

function hotStacks({ frames, nodes }: Profile, top: number): readonly HotStack[] {
  const isCode = (node: number): boolean => frames.kind[nodes.frame[node] ?? 0] === FrameKind.code;
  const hot = largest([...nodes.self.keys()].filter(isCode), (node) => nodes.self[node] ?? 0, top);
  return hot.map((node) => {
    const stack: number[] = [];
    for (let each = node; each > 0; each = nodes.parent[each] ?? -1) stack.push(nodes.frame[each] ?? 0);
    return { self: nodes.self[node] ?? 0, frames: stack };
  });
}

function ownersOf({ frames }: Profile, { group, groups }: FramePlaces, self: Float64Array): ProfileSummary['owners'] {
  const sums = new Float64Array(groups.length);
  for (let frame = 0; frame < frames.count; frame++) {
    if (frames.kind[frame] !== FrameKind.code) continue;
    const of = group[frame] ?? 0;
    sums[of] = (sums[of] ?? 0) + (self[frame] ?? 0);
  }
  return groups.map((each, index) => ({ ...each, self: sums[index] ?? 0 })).filter((each) => each.self > 0).sort((a, b) => b.self - a.self);
}

/** The items of the largest amounts above zero, the largest first; those of the same amount in their order. */
function largest(items: readonly number[], amountOf: (item: number) => number, count: number): readonly number[] {
  return items.filter((item) => amountOf(item) > 0).sort((a, b) => amountOf(b) - amountOf(a)).slice(0, count);
}
