import { assembleProfile } from '../../../src/profile/assemble.js';
import type { Run } from '../../../src/profile/compare/run.js';
import { SideBuilder, type Side } from '../../../src/profile/compare/side.js';
import { FrameTableBuilder } from '../../../src/profile/frame-table.js';
import type { Capture, Profile } from '../../../src/profile/profile.js';

/** Stacks with what was measured at their end: `{ 'main a.ts:1 > work b.ts:20': 300 }`. A function is `name path:line`; without a place it is the engine's. */
export type Stacks = Readonly<Record<string, number>>;

const FRAME = /^(?<name>.*?)(?: (?<url>\S+?):(?<line>\d+)(?::(?<column>\d+))?)?$/;

export function stackedProfile(stacks: Stacks, about: Partial<Pick<Profile, 'kind' | 'unit' | 'startedAt'>> = {}): Profile {
  const frames = new FrameTableBuilder();
  const root = frames.add('(root)', '', 0, 0);
  const nodes = [{ parent: -1, frame: root, self: 0 }];
  for (const [stack, amount] of Object.entries(stacks)) {
    let parent = 0;
    for (const text of stack.split(' > ')) {
      const { name = '', url = '', line = '0', column = '1' } = FRAME.exec(text)?.groups ?? {};
      const frame = frames.add(name, url, Number(line), url === '' ? 0 : Number(column));
      const known = nodes.findIndex((node) => node.parent === parent && node.frame === frame);
      parent = known === -1 ? nodes.push({ parent, frame, self: 0 }) - 1 : known;
    }
    nodes[parent]!.self += amount;
  }
  return assembleProfile({
    name: 'main', kind: 'cpu', unit: 'microseconds', notes: [], ...about,
    frames: frames.build(),
    parent: Int32Array.from(nodes, (node) => node.parent),
    frame: Uint32Array.from(nodes, (node) => node.frame),
    self: Float64Array.from(nodes, (node) => node.self),
  });
}

export function captured(about: Partial<Capture> = {}): Capture {
  return { version: 1, pid: 1, threadId: 0, parentPid: 0, title: 'main', arguments: [], workingFolder: '', sourceMaps: {}, ...about };
}

export function runOf(profile: Profile, capture?: Capture): Run {
  return { name: 'run', threads: [{ profile, capture }] };
}

/** A side of runs of one thread each. */
export function sideOf(runs: readonly Stacks[], roots: readonly string[] = []): Side {
  const side = new SideBuilder('cpu', roots);
  for (const stacks of runs) side.add(runOf(stackedProfile(stacks)));
  return side.build();
}
