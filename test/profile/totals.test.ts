import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallerTree, type CallerNode } from '../../src/profile/callers.js';
import { outermost, totalsByFrame, totalsByGroup, totalsOfMarked } from '../../src/profile/totals.js';
import { modelProfile, timedStacks, type TimedStack } from './generated-profile.js';

const sum = (stacks: readonly TimedStack[], counts: (frames: readonly number[]) => boolean): number =>
  stacks.reduce((all, { frames, duration }) => all + (frames !== undefined && counts(frames) ? duration : 0), 0);

describe('totals', () => {
  it('count a function once however often it is in a stack', () => {
    fc.assert(
      fc.property(modelProfile(), (profile) => {
        const stacks = timedStacks(profile);
        const { self, total } = totalsByFrame(profile.nodes, profile.frames);
        for (let frame = 1; frame < profile.frames.count; frame++) {
          assert.equal(self[frame], sum(stacks, (frames) => frames.at(-1) === frame));
          assert.equal(total[frame], sum(stacks, (frames) => frames.includes(frame)));
        }
        assert.equal(self.reduce((all, each) => all + each), profile.total);
        assert.ok(total.every((each) => each <= profile.total));
      }),
    );
  });

  it('count a group of functions once, and so all that are marked', () => {
    fc.assert(
      fc.property(modelProfile(), (profile) => {
        const stacks = timedStacks(profile);
        const group = Uint32Array.from({ length: profile.frames.count }, (_, frame) => frame % 2);
        const { total, self } = totalsByGroup(profile.nodes, group, 2);
        const odd = (frame: number | undefined): boolean => frame !== undefined && frame % 2 === 1;
        assert.equal(total[1], sum(stacks, (frames) => frames.some(odd)));
        assert.equal(self[1], sum(stacks, (frames) => odd(frames.at(-1))));
        const marked = totalsOfMarked(profile.nodes, Uint8Array.from(group));
        assert.deepEqual([marked.total, marked.self], [total[1], self[1]]);
      }),
    );
  });
});

describe('callers', () => {
  /** All ways down to where only the root calls. */
  const ways = (tree: CallerTree, node: CallerNode, frames: readonly number[]): readonly { readonly node: CallerNode; readonly frames: readonly number[] }[] => [
    { node, frames },
    ...tree.callersOf(node).flatMap((caller) => ways(tree, caller, [caller.frame, ...frames])),
  ];

  it('say of each way to a function what it cost there', () => {
    fc.assert(
      fc.property(modelProfile('positive'), (profile) => {
        const stacks = timedStacks(profile);
        const tree = new CallerTree(profile);
        assert.equal(tree.functions.reduce((all, { self }) => all + self, 0), profile.total);
        for (const { frame } of tree.functions.filter((each) => each.frame !== 0)) {
          for (const { node, frames } of ways(tree, tree.wayTo(frame), [frame])) {
            assert.equal(node.self, sum(stacks, (stack) => frames.every((each, index) => stack.at(index - frames.length) === each)), 'self by stacks that end this way');
            const way = (stack: readonly number[]): boolean => {
              const first = stack.indexOf(frame);
              return first >= frames.length - 1 && frames.every((each, index) => stack[first + 1 - frames.length + index] === each);
            };
            assert.equal(node.total, sum(stacks, way), 'total by stacks whose outermost call came this way');
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a group begin at its outermost calls', () => {
    fc.assert(
      fc.property(modelProfile(), (profile) => {
        const marked = Uint8Array.from({ length: profile.frames.count }, (_, frame) => Number(frame > 0 && frame % 2 === 0));
        const calls = outermost(profile.nodes, marked);
        assert.equal(new CallerTree(profile).waysTo(calls).total, totalsOfMarked(profile.nodes, marked).total);
      }),
    );
  });
});
