import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MergedProfile } from '../../src/runner/merged-profile.js';
import type { V8CpuProfile, V8Node } from '../../src/runner/v8-profile.js';

const OURS = '/recorder.cjs';

/** A call tree by the parent of each node, with frames of a few names, and some of the recorder. */
const segments = fc.array(
  fc.record({
    parents: fc.array(fc.record({ parent: fc.nat(), name: fc.constantFrom('a', 'b', 'c', 'flush', 'passThrough') }), { maxLength: 12 }),
    samples: fc.array(fc.record({ node: fc.nat(), delta: fc.integer({ min: 0, max: 2000 }) }), { maxLength: 30 }),
    gap: fc.nat(50_000),
    rest: fc.nat(1000),
  }),
  { minLength: 1, maxLength: 5 },
);

const frameOf = (functionName: string): V8Node['callFrame'] => ({ functionName, scriptId: '1', url: functionName.length > 1 && functionName !== '(root)' ? OURS : functionName === '(root)' ? '' : '/a.js', lineNumber: 0, columnNumber: 0 });

function profilesOf(generated: typeof segments extends fc.Arbitrary<infer Value> ? Value : never): readonly V8CpuProfile[] {
  let clock = 0;
  return generated.map(({ parents, samples, gap, rest }) => {
    const nodes: (V8Node & { children: number[] })[] = [{ id: 1, callFrame: frameOf('(root)'), hitCount: 0, children: [] }];
    for (const { parent, name } of parents) {
      const id = nodes.push({ id: nodes.length + 1, callFrame: frameOf(name), hitCount: 0, children: [] });
      nodes[parent % (id - 1)]?.children.push(id);
    }
    const startTime = clock + gap;
    const endTime = startTime + samples.reduce((sum, { delta }) => sum + delta, rest);
    clock = endTime;
    return { nodes, startTime, endTime, samples: samples.map(({ node }) => (node % nodes.length) + 1), timeDeltas: samples.map(({ delta }) => delta) };
  });
}

/** The path of names of each sample, as the program alone would have it; undefined for what the recorder itself did. */
function pathsOf({ nodes, samples = [] }: V8CpuProfile, isOurs: (name: string) => boolean): readonly (string | undefined)[] {
  const parentOf = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const nameOf = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  return samples.map((id) => {
    const names: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) names.unshift(nameOf.get(at) ?? '');
    if (isOurs('flush') && names.includes('flush')) return undefined;
    return names.filter((name) => !isOurs(name)).join('/');
  });
}

const PROGRAM = '(root)/(program)';

/** Time of each path: a sample lasts until the next one, the last until the end. */
function selfByPath(profile: V8CpuProfile, isOurs: (name: string) => boolean): Readonly<Record<string, number>> {
  const self: Record<string, number> = {};
  const { startTime, endTime, timeDeltas = [] } = profile;
  let clock = startTime;
  for (const [index, name = PROGRAM] of pathsOf(profile, isOurs).entries()) {
    clock += timeDeltas[index] ?? 0;
    const end = index + 1 < timeDeltas.length ? clock + (timeDeltas[index + 1] ?? 0) : endTime;
    if (end > clock) self[name] = (self[name] ?? 0) + end - clock;
  }
  return self;
}

/** What each segment says of itself, and from the end of the first one all else of the time as that of "(program)". */
function expectedSelf(given: readonly V8CpuProfile[], isOurs: (name: string) => boolean): Readonly<Record<string, number>> {
  const self: Record<string, number> = {};
  const add = (name: string, time: number): void => {
    if (time > 0) self[name] = (self[name] ?? 0) + time;
  };
  for (const [index, segment] of given.entries()) {
    const before = given[index - 1];
    const [lead] = segment.timeDeltas ?? [];
    if (before) add(PROGRAM, (lead === undefined ? segment.endTime : segment.startTime + lead) - before.endTime);
    for (const [name, time] of Object.entries(selfByPath(segment, isOurs))) add(name, time);
  }
  return self;
}

describe('segments of a thread', () => {
  it('become one profile: every sample under the program\'s own callers, nothing of the recorder, and time that adds up', () => {
    fc.assert(fc.property(segments, (generated) => {
      const given = profilesOf(generated);
      const merged = new MergedProfile([OURS]);
      for (const each of given) merged.add(each);
      const result = JSON.parse(`${[...merged.pieces()].join('')}}`) as Required<V8CpuProfile>;
      const expected = given.flatMap((each) => pathsOf(each, (name) => name === 'flush' || name === 'passThrough')).filter((each) => each !== undefined);
      assert.deepEqual(pathsOf(result, () => false), expected);
      assert.equal(result.timeDeltas.length, result.samples.length);
      const span = result.endTime - result.startTime;
      assert.ok(span >= result.timeDeltas.reduce((sum, delta) => sum + delta, 0));
      if (!given.some((each) => pathsOf(each, (name) => name === 'flush').includes(undefined))) assert.equal(span, given.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0));
      const paths = pathsOf({ ...result, samples: result.nodes.map(({ id }) => id) }, () => false);
      assert.equal(new Set(paths).size, paths.length, 'a path of callers is one node');
    }));
  });

  it('have their samples in the order of their times', () => {
    const [segment] = profilesOf([{ parents: [{ parent: 0, name: 'a' }, { parent: 0, name: 'b' }], samples: [{ node: 1, delta: 5 }, { node: 0, delta: 300 }, { node: 2, delta: -100 }, { node: 1, delta: 150 }], gap: 0, rest: 10 }]);
    assert.ok(segment);
    const merged = new MergedProfile([]);
    merged.add(segment);
    const result = JSON.parse(`${[...merged.pieces()].join('')}}`) as Required<V8CpuProfile>;
    assert.deepEqual(pathsOf(result, () => false), ['(root)/a', '(root)/b', '(root)', '(root)/a']);
    assert.deepEqual(result.timeDeltas, [5, 200, 100, 50]);
  });

  it('keep the time between them as that of "(program)" where the clock is that of the wall', () => {
    fc.assert(fc.property(segments, (generated) => {
      const given = profilesOf(generated);
      const merged = new MergedProfile([OURS], 'kept');
      for (const each of given) merged.add(each);
      const result = JSON.parse(`${[...merged.pieces()].join('')}}`) as Required<V8CpuProfile>;
      const [first, last] = [given[0], given.at(-1)];
      assert.ok(first && last);
      assert.equal(result.endTime - result.startTime, last.endTime - first.startTime);
      const isOurs = (name: string): boolean => name === 'flush' || name === 'passThrough';
      assert.deepEqual(selfByPath(result, () => false), expectedSelf(given, isOurs));
      assert.ok(result.timeDeltas.every((delta) => delta >= 0));
    }));
  });
});
