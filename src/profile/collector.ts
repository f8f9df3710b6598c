import { assembleProfile } from './assemble.js';
import { FrameKind, NO_NODE, type Profile } from './profile.js';

/**
 * The profile with garbage collection on top of the call that was sampled before it. V8 samples it without a stack, as a callee of the
 * root; Chrome DevTools and speedscope show it where it interrupted the program, so that who allocates pays.
 */
export function attachCollector(profile: Profile): Profile {
  const { nodes, samples, frames } = profile;
  const collector = frames.kind.indexOf(FrameKind.collector);
  if (samples === undefined || collector === -1) return profile;
  const interrupted = new Map<number, number>();
  const node = samples.node.slice();
  let last = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    const sampled = node[sample] as number;
    const isCollector = sampled !== NO_NODE && nodes.parent[sampled] === 0 && frames.kind[nodes.frame[sampled] as number] === FrameKind.collector;
    if (!isCollector) last = sampled === NO_NODE ? 0 : sampled;
    else if (last !== 0) {
      const place = interrupted.get(last) ?? nodes.count + interrupted.size;
      interrupted.set(last, place);
      node[sample] = place;
    }
  }
  const parent = new Int32Array(nodes.count + interrupted.size);
  parent.set(nodes.parent);
  parent.set([...interrupted.keys()], nodes.count);
  const frame = new Uint32Array(parent.length).fill(collector);
  frame.set(nodes.frame);
  return assembleProfile({ ...profile, parent, frame, samples: { ...samples, node } });
}
