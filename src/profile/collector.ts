import { assembleProfile } from './assemble.js';
import { withSelf } from './node-table.js';
import { FrameKind, NO_NODE, type NodeTable, type Profile, type SampleTable } from './profile.js';

/**
 * The profile with garbage collection on top of the call that was sampled before it. V8 samples it without a stack, as a callee of the
 * root; Chrome DevTools and speedscope show it where it interrupted the program, so that who allocates pays.
 */
export function attachCollector(profile: Profile): Profile {
  const { nodes, samples, lineTicks } = profile;
  const alone = collectionsAlone(profile);
  const [first] = alone;
  if (samples === undefined || first === undefined) return profile;
  const collector = nodes.frame[first]!;
  const { interrupted, interruptedBy, collections } = interruptions(samples, nodes.count, alone);
  const placeOf = placesAfter(interrupted);
  const { self, ...columns } = withCollections(nodes, interrupted, placeOf, collector);
  const moved = samplesMoved(samples, interruptedBy, placeOf);
  const others = { samples: moved, lineTicks: { ...lineTicks, node: lineTicks.node.map((call) => placeOf[call]!) } };
  if (hasCollection(nodes, interrupted, collector)) return assembleProfile({ ...profile, parent: columns.parent, frame: columns.frame, ...others });
  // Each collection has the time of the samples that are its own now.
  for (const call of alone) self[placeOf[call]!] = 0;
  for (const sample of collections) self[moved.node[sample]!]! += moved.start[sample + 1]! - moved.start[sample]!;
  const attached = withSelf(columns, self);
  return { ...profile, ...others, nodes: attached, total: attached.total[0]! };
}

/** Calls of the collector by the root. */
function collectionsAlone({ nodes, frames }: Profile): readonly number[] {
  const alone: number[] = [];
  for (let call = 1; call < nodes.count; call = nodes.end[call]!) if (frames.kind[nodes.frame[call]!] === FrameKind.collector) alone.push(call);
  return alone;
}

interface Interruptions {
  /** 1 for each call that was interrupted. */
  readonly interrupted: Uint8Array;
  /** By sample the call that a collection interrupted, 0 for all other samples. */
  readonly interruptedBy: Uint32Array;
  /** Samples of collections. */
  readonly collections: readonly number[];
}

function interruptions({ count, node }: SampleTable, calls: number, alone: readonly number[]): Interruptions {
  const isCollection = new Uint8Array(calls);
  for (const call of alone) isCollection[call] = 1;
  const interrupted = new Uint8Array(calls);
  const interruptedBy = new Uint32Array(count);
  const collections: number[] = [];
  let last = 0;
  for (let sample = 0; sample < count; sample++) {
    const sampled = node[sample]!;
    if (sampled === NO_NODE) last = 0;
    else if (isCollection[sampled] === 0) last = sampled;
    else {
      collections.push(sample);
      interruptedBy[sample] = last;
      if (last !== 0) interrupted[last] = 1;
    }
  }
  return { interrupted, interruptedBy, collections };
}

/** Where each call stands once every interrupted one has a collection right behind it, which keeps calls in depth-first order; at the end their number then. */
function placesAfter(interrupted: Uint8Array): Uint32Array {
  const placeOf = new Uint32Array(interrupted.length + 1);
  for (let node = 0; node < interrupted.length; node++) placeOf[node + 1] = placeOf[node]! + 1 + interrupted[node]!;
  return placeOf;
}

function withCollections(nodes: NodeTable, interrupted: Uint8Array, placeOf: Uint32Array, collector: number): Omit<NodeTable, 'total'> {
  const count = placeOf[nodes.count]!;
  const [parent, frame, end, depth, self] = [new Int32Array(count), new Uint32Array(count), new Uint32Array(count), new Uint32Array(count), new Float64Array(count)];
  parent[0] = -1;
  end[0] = count;
  for (let node = 1; node < nodes.count; node++) {
    const place = placeOf[node]!;
    parent[place] = placeOf[nodes.parent[node]!]!;
    end[place] = placeOf[nodes.end[node]!]!;
  }
  // All calls up to an interrupted one move equally far.
  for (let from = 0, stop = 0; from < nodes.count; from = stop) {
    const next = interrupted.indexOf(1, from);
    stop = next < 0 ? nodes.count : next + 1;
    frame.set(nodes.frame.subarray(from, stop), placeOf[from]);
    depth.set(nodes.depth.subarray(from, stop), placeOf[from]);
    self.set(nodes.self.subarray(from, stop), placeOf[from]);
    if (next < 0) continue;
    const place = placeOf[next]! + 1;
    parent[place] = place - 1;
    frame[place] = collector;
    end[place] = place + 1;
    depth[place] = nodes.depth[next]! + 1;
  }
  return { count, parent, frame, end, depth, self };
}

/** Whether one of the calls has a collection among its callees already, as transforms can bring it about: the two are one. */
function hasCollection({ count, frame, parent }: NodeTable, interrupted: Uint8Array, collector: number): boolean {
  for (let node = 1; node < count; node++) if (frame[node] === collector && interrupted[parent[node]!] === 1) return true;
  return false;
}

function samplesMoved({ count, node, start }: SampleTable, interruptedBy: Uint32Array, placeOf: Uint32Array): SampleTable {
  const places = new Uint32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const sampled = node[sample]!;
    const call = interruptedBy[sample]!;
    places[sample] = call !== 0 ? placeOf[call]! + 1 : sampled === NO_NODE ? NO_NODE : placeOf[sampled]!;
  }
  return { count, node: places, start };
}
