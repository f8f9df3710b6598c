import { FrameOwner } from '../profile/places.js';
import type { Profile } from '../profile/profile.js';
import type { Transform } from '../profile/transform.js';
import { nodeAlong } from './call-path.js';
import { isIndex, isIndices, isRecord } from './kept-values.js';
import type { PlaceTable } from './protocol.js';

/** Whose code can be put aside as a whole. */
export type Owner = 'packages' | 'internals';

/** What the user did to the profile, in terms that mean the same when the file is opened again: frames, and paths of frames. */
export type Step =
  | { readonly do: 'focus-call'; readonly path: readonly number[] }
  | { readonly do: 'focus' | 'hide' | 'merge'; readonly frame: number }
  /** `hide`: their time is their callers'. `collapse`: one call for each visit to a package. */
  | { readonly do: 'hide-owner' | 'collapse-owner'; readonly owner: Owner }
  | { readonly do: 'collapse-recursion' }
  | { readonly do: 'attach-collector' };

const OWNED: Readonly<Record<Owner, ReadonlySet<FrameOwner>>> = { packages: new Set([FrameOwner.package]), internals: new Set([FrameOwner.runtime, FrameOwner.engine]) };

/** What a step does to a profile; absent when it has nothing to work on there. */
export function transformOf(step: Step, profile: Profile, { group, groups }: PlaceTable): Transform | undefined {
  const marked = (frame: number): Uint8Array => {
    const marks = new Uint8Array(profile.frames.count);
    marks[frame] = 1;
    return marks;
  };
  const ofOwner = (owner: Owner): Uint8Array => Uint8Array.from(groups, (each) => (OWNED[owner].has(each.owner) ? 1 : 0));
  switch (step.do) {
    case 'focus-call': {
      const node = nodeAlong(profile.nodes, step.path);
      return node === undefined ? undefined : { type: 'focus-call', node };
    }
    case 'focus': return { type: 'focus-frames', marked: marked(step.frame) };
    case 'hide': return { type: 'leave-out-frames', marked: marked(step.frame) };
    case 'merge': return { type: 'hide-frames', marked: marked(step.frame) };
    case 'hide-owner': {
      const owned = ofOwner(step.owner);
      return { type: 'hide-frames', marked: Uint8Array.from(group, (each) => owned[each]!) };
    }
    case 'collapse-owner': return { type: 'collapse-groups', group, marked: ofOwner(step.owner) };
    case 'collapse-recursion': return { type: 'collapse-recursion' };
    case 'attach-collector': return { type: 'attach-collector' };
  }
}

const OWNER_NAMES: Readonly<Record<Owner, string>> = { packages: 'node_modules', internals: 'Node internals' };

export function stepTitle(step: Step, nameOf: (frame: number) => string): string {
  switch (step.do) {
    case 'focus-call': return `Only this call of ${nameOf(step.path.at(-1) ?? 0)}`;
    case 'focus': return `Only ${nameOf(step.frame)}`;
    case 'hide': return `Without ${nameOf(step.frame)}`;
    case 'merge': return `${nameOf(step.frame)} merged into callers`;
    case 'hide-owner': return `${OWNER_NAMES[step.owner]} hidden`;
    case 'collapse-owner': return `${OWNER_NAMES[step.owner]} collapsed`;
    case 'collapse-recursion': return 'Recursion collapsed';
    case 'attach-collector': return 'Garbage collection at its cause';
  }
}

export function sameStep(a: Step, b: Step): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function restoredStep(kept: unknown): Step | undefined {
  if (!isRecord(kept)) return undefined;
  const { do: what, path, frame, owner } = kept;
  switch (what) {
    case 'focus-call': return isIndices(path) ? { do: what, path } : undefined;
    case 'focus':
    case 'hide':
    case 'merge': return isIndex(frame) ? { do: what, frame } : undefined;
    case 'hide-owner':
    case 'collapse-owner': return owner === 'packages' || owner === 'internals' ? { do: what, owner } : undefined;
    case 'collapse-recursion':
    case 'attach-collector': return { do: what };
    default: return undefined;
  }
}
