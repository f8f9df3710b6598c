import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readProfile } from '../../src/profile/formats/index.js';
import { NO_NODE, type Profile } from '../../src/profile/profile.js';

/** What V8 writes, as JSON has it. */
export interface V8Profile {
  readonly nodes: V8Node[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: number[];
  readonly timeDeltas: number[];
}

export interface V8Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly scriptId: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number };
  readonly hitCount: number;
  readonly children: number[];
}

/** How times between samples may be. */
export type Deltas = 'even' | 'positive' | 'any';

const delta: Readonly<Record<Deltas, fc.Arbitrary<number>>> = {
  even: fc.constant(100),
  positive: fc.integer({ min: 1, max: 3000 }),
  any: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }) }, fc.constant(0), fc.integer({ min: -500, max: -1 })),
};

/** Few functions, so that they recurse and call each other often; V8's own entries are called by the root alone. */
export function v8Profile(deltas: Deltas, { names = 5, longest = 60 } = {}): fc.Arbitrary<V8Profile> {
  return fc
    .record({
      stacks: fc.array(fc.array(fc.integer({ min: 0, max: names - 1 }), { maxLength: 7 }), { minLength: 1, maxLength: 14 }),
      samples: fc.array(fc.tuple(fc.nat(), delta[deltas]), { minLength: 2, maxLength: longest }),
    })
    .map(({ stacks, samples }) => {
      const tree = new Tree();
      const ids = [tree.call(1, '(program)', true), tree.call(1, '(idle)', true), tree.call(1, '(garbage collector)', true)];
      for (const stack of stacks) ids.push(stack.reduce((caller, name) => tree.call(caller, `f${String(name)}`, false), 1));
      const sampled = samples.map(([pick]) => ids[pick % ids.length] as number);
      const timeDeltas = samples.map(([, between]) => between);
      const startTime = 1_000_000;
      const counts = new Map<number, number>();
      for (const id of sampled) counts.set(id, (counts.get(id) ?? 0) + 1);
      const nodes = tree.nodes.map((node) => ({ ...node, hitCount: counts.get(node.id) ?? 0 }));
      return { nodes, startTime, endTime: startTime + timeDeltas.reduce((sum, each) => sum + each, 0) + 50, samples: sampled, timeDeltas };
    });
}

class Tree {
  readonly nodes: V8Node[] = [];

  constructor() {
    this.add('(root)', true);
  }

  call(caller: number, functionName: string, isOfEngine: boolean): number {
    const children = (this.nodes[caller - 1] as V8Node).children;
    const known = children.find((id) => this.nodes[id - 1]?.callFrame.functionName === functionName);
    if (known !== undefined) return known;
    const id = this.add(functionName, isOfEngine);
    children.push(id);
    return id;
  }

  private add(functionName: string, isOfEngine: boolean): number {
    const place = isOfEngine ? { url: '', lineNumber: -1, columnNumber: -1 } : { url: `file:///${functionName}.js`, lineNumber: 3, columnNumber: 0 };
    return this.nodes.push({ id: this.nodes.length + 1, callFrame: { functionName, scriptId: '0', ...place }, hitCount: 0, children: [] });
  }
}

export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @throws when there is none */
export function readOnly(value: unknown): Profile {
  const [profile] = readProfile(bytesOf(value), 'generated.cpuprofile').profiles;
  if (profile === undefined) throw new Error('no profile');
  return profile;
}

export function modelProfile(deltas: Deltas = 'any'): fc.Arbitrary<Profile> {
  return v8Profile(deltas).map(readOnly);
}

/** A stack and how long it lasted: the plainest form of a profile, which simple code can check others against. */
export interface TimedStack {
  /** Frames from the outermost on; absent for time that a transform left out. */
  readonly frames: readonly number[] | undefined;
  readonly start: number;
  readonly duration: number;
}

export function timedStacks({ nodes, samples }: Profile): readonly TimedStack[] {
  return Array.from(samples?.node ?? [], (node, sample) => {
    const start = samples?.start[sample] as number;
    return { frames: node === NO_NODE ? undefined : framesTo(nodes, node), start, duration: (samples?.start[sample + 1] as number) - start };
  });
}

export function framesTo({ parent, frame }: Profile['nodes'], node: number): readonly number[] {
  const frames: number[] = [];
  for (let call = node; call > 0; call = parent[call] as number) frames.unshift(frame[call] as number);
  return frames;
}

export function nameOf({ strings, name }: Profile['frames'], frame: number): string {
  return strings[name[frame] as number] as string;
}

/** What `Profile` promises of every profile. @throws AssertionError */
export function assertSound({ nodes, samples, total, lineTicks, frames }: Profile): void {
  const { count, parent, end, depth, self, frame } = nodes;
  assert.deepEqual([parent[0], depth[0], end[0]], [-1, 0, count]);
  const sums = new Float64Array(count);
  const stops = new Uint32Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const caller = parent[node] as number;
    sums[node] = (sums[node] as number) + (self[node] as number);
    stops[node] = Math.max(stops[node] as number, node + 1);
    assert.ok((self[node] as number) >= 0 && (frame[node] as number) < frames.count);
    assertClose(nodes.total[node] as number, sums[node] as number, 'totals are sums');
    assert.equal(stops[node], end[node], 'callees follow their caller');
    if (node === 0) continue;
    assert.ok(caller < node && node < (end[caller] as number) && depth[node] === (depth[caller] as number) + 1);
    sums[caller] = (sums[caller] as number) + (sums[node] as number);
    stops[caller] = Math.max(stops[caller] as number, stops[node] as number);
  }
  const siblings = Array.from(frame.subarray(1), (each, index) => `${String(parent[index + 1])} ${String(each)}`);
  assert.equal(new Set(siblings).size, siblings.length, 'no two callees of one node have the same frame');
  assert.equal(total, nodes.total[0]);
  assertClose(self.reduce((sum, each) => sum + each), total, 'self adds up');
  assert.ok(lineTicks.node.every((node) => node < count));
  if (samples === undefined) return;
  assert.deepEqual([samples.node.length, samples.start.length], [samples.count, samples.count + 1]);
  assert.ok(samples.start.every((time, sample) => Number.isFinite(time) && time >= (samples.start[sample - 1] ?? 0)), 'time does not fall');
  assert.ok(samples.node.every((node) => node < count || node === NO_NODE));
}

/** Whole numbers are exact; sums of fractions depend on their order. */
function assertClose(actual: number, expected: number, message: string): void {
  if (Number.isInteger(actual) && Number.isInteger(expected)) assert.equal(actual, expected, message);
  else assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), message);
}
