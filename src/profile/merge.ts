import { assembleProfile } from './assemble.js';
import { FrameTableBuilder } from './frame-table.js';
import { FrameKind, type FrameTable, type LineTicks, type Profile } from './profile.js';

/**
 * Threads and processes of one run as one profile: calls of the same functions by the same callers become one, a function being the same
 * by name, URL, line and column. There is no common order of time, so there are no samples.
 * @throws RangeError when the profiles do not all count the same
 */
export function mergedProfile(profiles: readonly Profile[], name: string): Profile {
  const [first] = profiles;
  if (first === undefined) throw new RangeError('There is no profile to merge.');
  if (profiles.some(({ unit, kind }) => unit !== first.unit || kind !== first.kind)) throw new RangeError('Profiles of different units cannot be merged.');
  const frames = new FrameTableBuilder();
  const count = profiles.reduce((sum, { nodes }) => sum + nodes.count, 1);
  // Node 0 is a root of our own: `assembleProfile` makes the profiles' roots one with it, and calls of one frame by one caller one call.
  const parent = new Int32Array(count);
  const frame = new Uint32Array(count);
  const self = new Float64Array(count);
  parent[0] = -1;
  frame[0] = frames.add('(root)', '', 0, 0, FrameKind.root);
  const offsets: number[] = [];
  let offset = 1;
  for (const profile of profiles) {
    const frameOf = framesInto(frames, profile.frames);
    const { nodes } = profile;
    for (let node = 0; node < nodes.count; node++) {
      parent[offset + node] = node === 0 ? 0 : (nodes.parent[node] as number) + offset;
      frame[offset + node] = frameOf[nodes.frame[node] as number] as number;
    }
    self.set(nodes.self, offset);
    offsets.push(offset);
    offset += nodes.count;
  }
  const startedAt = Math.min(...profiles.map((profile) => profile.startedAt ?? Infinity));
  return assembleProfile({
    name,
    kind: first.kind,
    unit: first.unit,
    frames: frames.build(),
    parent,
    frame,
    self,
    lineTicks: ticksTogether(profiles, offsets),
    notes: [...new Set(profiles.flatMap(({ notes }) => notes))],
    ...(startedAt < Infinity ? { startedAt } : {}),
  });
}

/** One profile for all that count the same, in their order. */
export function mergedByUnit(profiles: readonly Profile[]): readonly Profile[] {
  const groups = new Map<string, Profile[]>();
  for (const each of profiles) {
    const key = `${each.kind} ${each.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const [only, ...others] = group;
    return only !== undefined && others.length === 0 ? only : mergedProfile(group, `${String(group.length)} profiles (${group.map(({ name }) => name).join(', ')})`);
  });
}

function framesInto(builder: FrameTableBuilder, { count, strings, name, url, line, column, kind }: FrameTable): Uint32Array {
  return Uint32Array.from({ length: count }, (_, frame) =>
    builder.add(strings[name[frame] as number] ?? '', strings[url[frame] as number] ?? '', line[frame] as number, column[frame] as number, kind[frame] as FrameKind),
  );
}

function ticksTogether(profiles: readonly Profile[], offsets: readonly number[]): LineTicks {
  const count = profiles.reduce((sum, { lineTicks }) => sum + lineTicks.count, 0);
  const together = { count, node: new Uint32Array(count), line: new Int32Array(count), ticks: new Uint32Array(count) };
  let at = 0;
  profiles.forEach(({ lineTicks }, index) => {
    together.node.set(lineTicks.node.map((node) => node + (offsets[index] as number)), at);
    together.line.set(lineTicks.line, at);
    together.ticks.set(lineTicks.ticks, at);
    at += lineTicks.count;
  });
  return together;
}
