import { FrameOwner, type FramePlaces } from '../profile/places.js';
import { FrameKind, type FrameTable } from '../profile/profile.js';
import type { Grouping } from './steps.js';

type Owner = Grouping['groups'][number]['owner'];

const OWNERS: Readonly<Record<FrameOwner, Owner>> = { [FrameOwner.own]: 'own', [FrameOwner.package]: 'packages', [FrameOwner.runtime]: 'internals', [FrameOwner.engine]: 'internals' };
const NAMES: Readonly<Record<'own' | 'none', string>> = { own: 'Own code', none: 'Idle, garbage collector, program' };

/** Whose code each frame is, in groups that can be named, coloured and put aside. */
export function groupingOf({ count, kind }: FrameTable, { owner, package: packages, strings }: FramePlaces): Grouping {
  const groups: { readonly name: string; readonly owner: Owner }[] = [];
  const indexOf = new Map<string, number>();
  const group = new Uint32Array(count);
  for (let frame = 0; frame < count; frame++) {
    const of = kind[frame] === FrameKind.code ? OWNERS[owner[frame] as FrameOwner] : 'none';
    const name = of === 'own' || of === 'none' ? NAMES[of] : strings[packages[frame]!]!;
    const key = `${of} ${name}`;
    let index = indexOf.get(key);
    if (index === undefined) indexOf.set(key, (index = groups.push({ name, owner: of }) - 1));
    group[frame] = index;
  }
  const owned = (wanted: Owner): Uint8Array => Uint8Array.from(group, (each) => (groups[each]!.owner === wanted ? 1 : 0));
  return { group, groups, packages: owned('packages'), internals: owned('internals') };
}
