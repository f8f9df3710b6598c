import { assembleProfile } from '../../src/profile/assemble.js';
import { FrameTableBuilder } from '../../src/profile/frame-table.js';
import type { Profile } from '../../src/profile/profile.js';

/** `name url:line:column`; of what is no function the name alone. */
export type FrameText = string;

/** What was on the stack from the end of the sample before, the outermost function first, and on which line the last one was. */
export interface StackSample {
  readonly stack: readonly FrameText[];
  readonly line?: number;
  /** Microseconds; absent: 1000. */
  readonly time?: number;
  /** So many times in a row. */
  readonly times?: number;
}

/** A CPU profile as V8 would have recorded these samples. */
export function profileOf(samples: readonly StackSample[], facts: Partial<Pick<Profile, 'kind' | 'unit' | 'name'>> = {}): Profile {
  const frames = new FrameTableBuilder();
  const parent = [-1];
  const frame = [frames.add('(root)', '', 0, 0)];
  const known = new Map<string, number>();
  const ticks = new Map<string, number>();
  const nodes: number[] = [];
  const start = [0];
  for (const { stack, line, time = 1000, times = 1 } of samples) {
    let node = 0;
    for (const text of stack) {
      const key = `${node} ${text}`;
      node = known.get(key) ?? parent.push(node) - 1;
      known.set(key, node);
      frame[node] ??= addFrame(frames, text);
    }
    for (let each = 0; each < times; each++) {
      nodes.push(node);
      start.push((start.at(-1) ?? 0) + time);
      if (line !== undefined) ticks.set(`${node} ${line}`, (ticks.get(`${node} ${line}`) ?? 0) + 1);
    }
  }
  const rows = [...ticks].map(([key, count]) => [...key.split(' ').map(Number), count] as [number, number, number]);
  return assembleProfile({
    name: facts.name ?? 'main', kind: facts.kind ?? 'cpu', unit: facts.unit ?? 'microseconds', notes: [],
    frames: frames.build(), parent: Int32Array.from(parent), frame: Uint32Array.from(frame),
    samples: { count: nodes.length, node: Uint32Array.from(nodes), start: Float64Array.from(start) },
    lineTicks: {
      count: rows.length, node: Uint32Array.from(rows, ([node]) => node), line: Int32Array.from(rows, ([, line]) => line), ticks: Uint32Array.from(rows, ([, , count]) => count),
    },
  });
}

function addFrame(frames: FrameTableBuilder, text: FrameText): number {
  const match = /^(.*?) ?(\S+):(\d+):(\d+)$/.exec(text);
  return match ? frames.add(match[1] ?? '', match[2] ?? '', Number(match[3]), Number(match[4])) : frames.add(text, '', 0, 0);
}
