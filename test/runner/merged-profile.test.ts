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
});
