import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallerTree, type CallerNode, type CallerOrder } from '../../src/profile/callers.js';
import { callersLayout, outermostOrigins, selfOrigins } from '../../src/profile/callers-layout.js';
import type { FlameLayout } from '../../src/profile/flame-layout.js';
import type { Profile } from '../../src/profile/profile.js';
import { totalsByFrame } from '../../src/profile/totals.js';
import { modelProfile } from './generated-profile.js';

/** Each box as the way of frames to it, with its place and width. */
function boxesOf(layout: FlameLayout): Map<string, { readonly from: number; readonly width: number }> {
  const found = new Map<string, { from: number; width: number }>();
  const ways: string[] = [];
  for (let box = 0; box < layout.count; box++) {
    const row = layout.rows.findLastIndex((first) => first <= box);
    const [from, to] = [layout.from[box] as number, layout.to[box] as number];
    const below = ways.findIndex((_, other) => row > 0 && other >= (layout.rows[row - 1] as number) && other < (layout.rows[row] as number) && (layout.from[other] as number) <= from && (layout.to[other] as number) >= to);
    ways.push(below < 0 ? String(layout.frame[layout.node[box] as number]) : `${ways[below] as string} ${String(layout.frame[layout.node[box] as number])}`);
    found.set(ways[box] as string, { from: layout.edges[from] as number, width: (layout.edges[to] as number) - (layout.edges[from] as number) });
  }
  assert.equal(found.size, layout.count, 'no way has two boxes');
  return found;
}

/** The same from the tree of callers, which is made in another way. */
function waysOf(tree: CallerTree, begin: readonly CallerNode[], order: CallerOrder): Map<string, number> {
  const ways = new Map<string, number>();
  const visit = (node: CallerNode, before: string): void => {
    const way = `${before}${String(node.frame)}`;
    if (node[order] > 0) ways.set(way, node[order]);
    for (const caller of tree.callersOf(node, order)) visit(caller, `${way} `);
  };
  for (const node of begin) visit(node, '');
  return ways;
}

const widths = (layout: FlameLayout): Map<string, number> => new Map([...boxesOf(layout)].map(([way, { width }]) => [way, width]));

describe('a flame graph of callers', () => {
  it('has a box for every way of callers, as wide as what was spent at its beginning', () => {
    fc.assert(fc.property(modelProfile(), (profile: Profile) => {
      const tree = new CallerTree(profile);
      const expected = waysOf(tree, tree.functions.filter(({ frame }) => profile.frames.kind[frame] !== 1).map(({ frame }) => tree.wayTo(frame)), 'self');
      assert.deepEqual(new Map([...widths(callersLayout(profile, selfOrigins(profile)))].sort()), new Map([...expected].sort()));
    }));
  });

  it('stands above one function as wide as the function and its callees, counted once under recursion', () => {
    fc.assert(fc.property(modelProfile(), fc.nat(), (profile, pick) => {
      const { total } = totalsByFrame(profile.nodes, profile.frames);
      const frame = pick % profile.frames.count;
      const layout = callersLayout(profile, outermostOrigins(profile, frame));
      assert.equal(layout.edges.at(-1), total[frame]);
      if (layout.count > 0) assert.equal(layout.frame[layout.node[0] as number], frame);
    }));
  });

  it('puts the weightiest on the left, side by side, within what they called', () => {
    fc.assert(fc.property(modelProfile(), (profile) => {
      const boxes = [...boxesOf(callersLayout(profile, selfOrigins(profile)))];
      for (const [way, { from, width }] of boxes) {
        const callers = boxes.filter(([other]) => other.startsWith(`${way} `) && other.split(' ').length === way.split(' ').length + 1);
        let at = from;
        let last = Infinity;
        for (const [, caller] of callers) {
          assert.equal(caller.from, at);
          assert.ok(caller.width <= last);
          [at, last] = [at + caller.width, caller.width];
        }
        assert.ok(at <= from + width);
      }
    }));
  });

  it('does not follow what weighs too little', () => {
    fc.assert(fc.property(modelProfile(), (profile) => {
      const whole = widths(callersLayout(profile, selfOrigins(profile)));
      const least = profile.total / 4;
      const cut = widths(callersLayout(profile, selfOrigins(profile), least));
      for (const [way, width] of whole) {
        const below = way.split(' ').slice(0, -1).join(' ');
        assert.equal(cut.get(way), below === '' || (cut.has(below) && (whole.get(below) as number) >= least) ? width : undefined);
      }
    }));
  });
});
