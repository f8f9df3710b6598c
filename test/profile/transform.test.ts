import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TransformHistory } from '../../src/profile/history.js';
import type { Profile } from '../../src/profile/profile.js';
import { transformed, type Transform } from '../../src/profile/transform.js';
import { assertSound, framesTo, modelProfile, nameOf, readOnly, timedStacks, v8Profile, type TimedStack } from './generated-profile.js';

const MARKED = (frame: number): boolean => frame > 0 && frame % 2 === 0;
const marksOf = ({ frames }: Profile): Uint8Array => Uint8Array.from({ length: frames.count }, (_, frame) => Number(MARKED(frame)));

/** Holds a transform to what it says of each stack. */
function assertStacks(make: (profile: Profile) => Transform, expected: (frames: readonly number[], profile: Profile) => readonly number[] | undefined): void {
  fc.assert(
    fc.property(modelProfile(), (profile) => {
      const result = transformed(profile, make(profile));
      assertSound(result);
      const wanted = timedStacks(profile).map((stack) => ({ ...stack, frames: stack.frames && expected(stack.frames, profile) }));
      assert.deepEqual(timedStacks(result), wanted);
      assert.equal(result.total, wanted.reduce((sum, { frames, duration }) => sum + (frames === undefined ? 0 : duration), 0));
    }),
  );
}

describe('a transform', () => {
  it('hides functions: their time is their callers\'', () => {
    assertStacks((profile) => ({ type: 'hide-frames', marked: marksOf(profile) }), (frames) => frames.filter((frame) => !MARKED(frame)));
  });

  it('leaves out functions with all that they call', () => {
    assertStacks((profile) => ({ type: 'leave-out-frames', marked: marksOf(profile) }), (frames) => (frames.some(MARKED) ? undefined : frames));
  });

  it('focuses on functions, each call with what it calls', () => {
    assertStacks((profile) => ({ type: 'focus-frames', marked: marksOf(profile) }), (frames) => {
      const first = frames.findIndex(MARKED);
      return first === -1 ? undefined : frames.slice(first);
    });
  });

  it('focuses on one call', () => {
    const node = (profile: Profile): number => Math.min(profile.nodes.count - 1, 4);
    assertStacks((profile) => ({ type: 'focus-call', node: node(profile) }), (frames, profile) => {
      const way = framesTo(profile.nodes, node(profile));
      return way.every((frame, index) => frames[index] === frame) ? frames.slice(way.length - 1) : undefined;
    });
  });

  it('collapses a group into the call by which it was entered', () => {
    const group = (frame: number): number => frame % 3;
    assertStacks(
      ({ frames }) => ({ type: 'collapse-groups', group: Uint32Array.from({ length: frames.count }, (_, frame) => group(frame)), marked: Uint8Array.from([1, 0, 1]) }),
      (frames) => frames.filter((frame, index) => group(frame) === 1 || index === 0 || group(frames[index - 1] as number) !== group(frame)),
    );
  });

  it('makes one call of direct recursion', () => {
    assertStacks(() => ({ type: 'collapse-recursion' }), (frames) => frames.filter((frame, index) => frames[index - 1] !== frame));
  });

  it('keeps what happened in a range of time', () => {
    fc.assert(fc.property(modelProfile(), fc.nat(4000), fc.integer({ min: 1, max: 4000 }), (profile, from, length) => {
      const to = from + length;
      const result = transformed(profile, { type: 'time-range', from, to });
      assertSound(result);
      const clipped = timedStacks(profile)
        .map(({ frames, start, duration }): TimedStack => ({ frames, start: Math.max(start, from), duration: Math.min(start + duration, to) - Math.max(start, from) }))
        .filter(({ duration }) => duration > 0);
      const begins = clipped[0]?.start ?? 0;
      assert.deepEqual(timedStacks(result).filter(({ duration }) => duration > 0), clipped.map((stack) => ({ ...stack, start: stack.start - begins })));
    }));
  });

  it('puts garbage collection on top of what it interrupted', () => {
    fc.assert(fc.property(v8Profile('any').map(readOnly), (profile) => {
      const result = transformed(profile, { type: 'attach-collector' });
      assertSound(result);
      let last: readonly number[] = [];
      const wanted = timedStacks(profile).map((stack) => {
        const isCollector = stack.frames?.length === 1 && nameOf(profile.frames, stack.frames[0] as number) === '(garbage collector)';
        if (!isCollector) last = stack.frames ?? [];
        return isCollector ? { ...stack, frames: [...last, ...stack.frames] } : stack;
      });
      assert.deepEqual(timedStacks(result), wanted);
    }));
  });

  it('makes one call of a collection that was at its cause and one that is put there, and leaves out what was left out', () => {
    const call = (id: number, functionName: string, children: readonly number[]): object => ({
      id, children, hitCount: 1, callFrame: { functionName, url: '', scriptId: '0', lineNumber: -1, columnNumber: -1 },
    });
    const nodes = [call(1, '(root)', [2, 4, 5]), call(2, 'a', [3]), call(3, '(garbage collector)', []), call(4, '(garbage collector)', []), call(5, 'b', [])];
    const profile = readOnly({ nodes, startTime: 0, endTime: 50, samples: [2, 3, 2, 4, 5], timeDeltas: [0, 10, 10, 10, 10] });
    const marked = Uint8Array.from({ length: profile.frames.count }, (_, frame) => Number(nameOf(profile.frames, frame) === 'b'));
    const result = transformed(transformed(profile, { type: 'leave-out-frames', marked }), { type: 'attach-collector' });
    assertSound(result);
    const stacks = timedStacks(result).map(({ frames }) => frames?.map((frame) => nameOf(profile.frames, frame)).join(' > '));
    assert.deepEqual(stacks, ['a', 'a > (garbage collector)', 'a', 'a > (garbage collector)', undefined]);
    assert.equal(result.total, 40);
  });

  it('keeps line ticks of the calls that are left, and none for a line of another file', () => {
    const call = (id: number, functionName: string, children: readonly number[]): object => ({
      id, children, hitCount: 1, positionTicks: [{ line: id, ticks: 1 }], callFrame: { functionName, url: `${functionName}.js`, scriptId: '1', lineNumber: 0, columnNumber: 0 },
    });
    const profile = readOnly({ nodes: [call(1, '(root)', [2]), call(2, 'a', [3]), call(3, 'b', [])], startTime: 0, endTime: 2, samples: [2, 3], timeDeltas: [0, 1] });
    const marked = Uint8Array.from({ length: profile.frames.count }, (_, frame) => Number(nameOf(profile.frames, frame) === 'b'));
    const { lineTicks, nodes } = transformed(profile, { type: 'hide-frames', marked });
    const left = Array.from(lineTicks.node, (node, tick) => `${nameOf(profile.frames, nodes.frame[node] as number)}:${String(lineTicks.line[tick])}`);
    assert.ok(left.includes('a:2') && !left.some((tick) => tick.endsWith(':3')));
  });
});

describe('a history of transforms', () => {
  it('goes back and forth through profiles as they were', () => {
    const [profile] = fc.sample(modelProfile('positive'), { numRuns: 1, seed: 7 });
    assert.ok(profile);
    const history = new TransformHistory(profile);
    const seen = [profile];
    for (let frame = 1; frame < profile.frames.count; frame++) {
      seen.push(history.apply({ type: 'hide-frames', marked: Uint8Array.from({ length: profile.frames.count }, (_, each) => Number(each === frame)) }));
    }
    assert.ok(seen.length > 6);
    for (let step = seen.length - 2; step >= 0; step--) assert.deepEqual(history.undo(), seen[step]);
    assert.deepEqual([history.canUndo, history.canRedo, history.undo()], [false, true, profile]);
    for (const expected of seen.slice(1)) assert.deepEqual(history.redo(), expected);
    history.undo();
    history.apply({ type: 'collapse-recursion' });
    assert.deepEqual([history.canRedo, history.applied.length], [false, seen.length - 1]);
  });
});
