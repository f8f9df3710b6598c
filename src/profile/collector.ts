import { assembleProfile, profileInOrder } from './assemble.js';
import { FrameKind, NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';

/**
 * The profile with garbage collection on top of the call that was sampled before it. V8 samples it without a stack, as a callee of the
 * root; Chrome DevTools and speedscope show it where it interrupted the program, so that who allocates pays.
 */
export function attachCollector(profile: Profile): Profile {
  const { nodes, samples, frames, lineTicks } = profile;
  const collector = frames.kind.indexOf(FrameKind.collector);
  if (samples === undefined || collector === -1) return profile;
  const { interrupted, interruptedBy } = interruptions(profile, samples);
  if (!interrupted.includes(1)) return profile;
  const placeOf = placesAfter(interrupted);
  const { parent, frame } = withCollections(nodes, interrupted, placeOf, collector);
  const node = new Uint32Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    const sampled = samples.node[sample] as number;
    const call = interruptedBy[sample] as number;
    if (call !== 0) node[sample] = (placeOf[call] as number) + 1;
    else node[sample] = sampled === NO_NODE ? NO_NODE : (placeOf[sampled] as number);
  }
  const ticks = { ...lineTicks, node: lineTicks.node.map((call) => placeOf[call] as number) };
  const parts = { ...profile, parent, frame, samples: { ...samples, node }, lineTicks: ticks };
  return hasCollection(nodes, interrupted, collector) ? assembleProfile(parts) : profileInOrder(parts);
}

/** Whether one of the calls has a collection among its callees already, as transforms can bring it about: the two are one. */
function hasCollection({ count, frame, parent }: NodeTable, interrupted: Uint8Array, collector: number): boolean {
  for (let node = 1; node < count; node++) if (frame[node] === collector && interrupted[parent[node]!] === 1) return true;
  return false;
}

/** Which calls were interrupted, 1 for each, and by sample the call that a collection interrupted, 0 for all other samples. */
function interruptions({ nodes, frames }: Profile, samples: SampleTable): { readonly interrupted: Uint8Array; readonly interruptedBy: Uint32Array } {
  const interrupted = new Uint8Array(nodes.count);
  const interruptedBy = new Uint32Array(samples.count);
  let last = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    const sampled = samples.node[sample] as number;
    const isCollector = sampled !== NO_NODE && nodes.parent[sampled] === 0 && frames.kind[nodes.frame[sampled] as number] === FrameKind.collector;
    if (!isCollector) last = sampled === NO_NODE ? 0 : sampled;
    else if (last !== 0) {
      interrupted[last] = 1;
      interruptedBy[sample] = last;
    }
  }
  return { interrupted, interruptedBy };
}

/** Where each call stands once every interrupted one has a collection right behind it, which keeps calls in depth-first order. */
function placesAfter(interrupted: Uint8Array): Uint32Array {
  const placeOf = new Uint32Array(interrupted.length);
  let added = 0;
  for (let node = 0; node < interrupted.length; node++) {
    placeOf[node] = node + added;
    added += interrupted[node] as number;
  }
  return placeOf;
}

function withCollections(nodes: NodeTable, interrupted: Uint8Array, placeOf: Uint32Array, collector: number): { readonly parent: Int32Array; readonly frame: Uint32Array } {
  const count = nodes.count === 0 ? 0 : (placeOf[nodes.count - 1] as number) + 1 + (interrupted[nodes.count - 1] as number);
  const parent = new Int32Array(count);
  const frame = new Uint32Array(count);
  for (let node = 0; node < nodes.count; node++) {
    const place = placeOf[node] as number;
    const caller = nodes.parent[node] as number;
    parent[place] = caller < 0 ? caller : (placeOf[caller] as number);
    frame[place] = nodes.frame[node] as number;
    if (interrupted[node] === 0) continue;
    parent[place + 1] = place;
    frame[place + 1] = collector;
  }
  return { parent, frame };
}
