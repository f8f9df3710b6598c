import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chronological } from '../../src/profile/chronological.js';
import { boxAt, extentOf, type FlameLayout } from '../../src/profile/flame-layout.js';
import { leftHeavy } from '../../src/profile/left-heavy.js';
import type { Profile } from '../../src/profile/profile.js';
import { findVisible, VisibleBoxes, type Viewport } from '../../src/profile/visible-boxes.js';
import { framesTo, modelProfile, timedStacks } from './generated-profile.js';

interface Box { readonly row: number; readonly frames: string; readonly from: number; readonly to: number }

function boxes(layout: FlameLayout, { nodes }: Profile): readonly Box[] {
  return Array.from(layout.node, (node, box) => ({
    row: layout.rows.findLastIndex((first) => first <= box),
    frames: framesTo(nodes, node).join(' '),
    from: layout.edges[layout.from[box] as number] as number,
    to: layout.edges[layout.to[box] as number] as number,
  }));
}

/** Boxes of a chart in time order, by plain comparison of each stack with the one before. */
function expectedInTime(profile: Profile): readonly Box[] {
  const done: Box[] = [];
  let open: { frames: string; from: number }[] = [];
  const close = (depth: number, to: number): void => {
    for (const { frames, from } of open.slice(depth)) done.push({ row: frames.split(' ').length - 1, frames, from, to });
    open = open.slice(0, depth);
  };
  for (const { frames = [], start, duration } of timedStacks(profile)) {
    if (duration === 0) continue;
    const ways = frames.map((_, depth) => frames.slice(0, depth + 1).join(' '));
    const shared = ways.findIndex((way, depth) => open[depth]?.frames !== way);
    close(shared === -1 ? ways.length : shared, start);
    open.push(...ways.slice(open.length).map((way) => ({ frames: way, from: start })));
  }
  close(0, profile.samples?.start.at(-1) ?? 0);
  return done.sort((a, b) => a.row - b.row || a.from - b.from);
}

/** Holds rows that are made when they are looked at to those that are made at once. */
function assertGrows(layoutOf: (profile: Profile, first: number) => FlameLayout): void {
  fc.assert(fc.property(modelProfile(), fc.nat(3), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), (profile, first, looks) => {
    const whole = boxes(layoutOf(profile, profile.nodes.count), profile);
    const growing = layoutOf(profile, first);
    for (const stop of [first, ...looks]) {
      growing.makeRows(stop);
      const made = boxes(growing, profile);
      assert.ok(made.length >= whole.filter(({ row }) => row < stop).length);
      assert.deepEqual(made, whole.slice(0, made.length));
      assert.equal(extentOf(growing), extentOf(layoutOf(profile, profile.nodes.count)));
    }
  }));
}

describe('a flame graph in time order', () => {
  it('has a box for as long as consecutive samples share a call', () => {
    fc.assert(fc.property(modelProfile(), (profile) => {
      assert.deepEqual(boxes(chronological(profile) as FlameLayout, profile), expectedInTime(profile));
    }));
  });

  it('has the same rows however many of them are made', () => {
    assertGrows((profile, first) => chronological(profile, first) as FlameLayout);
  });
});

describe('a left-heavy flame graph', () => {
  it('has a box for every call, as wide as its total, within its caller, the widest first', () => {
    fc.assert(fc.property(modelProfile(), (profile) => {
      const { nodes } = profile;
      const layout = leftHeavy(profile);
      const found = boxes(layout, profile);
      assert.equal(extentOf(layout), profile.total);
      assert.deepEqual([...layout.node].sort((a, b) => a - b), Array.from(nodes.total.keys()).filter((node) => node > 0 && (nodes.total[node] as number) > 0));
      found.forEach(({ row, from, to }, box) => {
        const node = layout.node[box] as number;
        assert.equal(to - from, nodes.total[node]);
        assert.equal(row, (nodes.depth[node] as number) - 1);
        const caller = layout.node.indexOf(nodes.parent[node] as number);
        if (row > 0) assert.ok((found[caller] as Box).from <= from && to <= (found[caller] as Box).to);
        const next = found[box + 1];
        if (next?.row !== row) return;
        assert.ok(next.from >= to);
        const nextNode = layout.node[box + 1] as number;
        if (nodes.parent[node] === nodes.parent[nextNode]) assert.ok(next.from === to && next.to - next.from <= to - from);
      });
    }));
  });

  it('has the same rows however many of them are made', () => {
    assertGrows(leftHeavy);
  });
});

describe('what is to be drawn of a flame graph', () => {
  const viewport = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), width: fc.double({ min: 1e-4, max: 1, noNaN: true }), pixels: fc.integer({ min: 1, max: 400 }), firstRow: fc.nat(3), rows: fc.integer({ min: 1, max: 9 }) });

  it('covers what a box covers, shows each box that can be seen, and nothing else', () => {
    fc.assert(fc.property(modelProfile(), viewport, fc.boolean(), (profile, view, inTime) => {
      const layout = inTime ? (chronological(profile, 1) as FlameLayout) : leftHeavy(profile, 1);
      const extent = extentOf(layout);
      if (extent === 0) return;
      const from = view.at * extent * (1 - view.width);
      const shown: Viewport = { from, to: from + view.width * extent, pixels: view.pixels, firstRow: view.firstRow, lastRow: view.firstRow + view.rows };
      const found = new VisibleBoxes();
      findVisible(layout, shown, found);
      const scale = shown.pixels / (shown.to - shown.from);
      const all = boxes(layout, profile).map((box, index) => ({ ...box, index, left: (box.from - from) * scale, right: (box.to - from) * scale }));
      const inView = all.filter(({ row, left, right }) => row >= shown.firstRow && row < shown.lastRow && right > 1e-6 && left < shown.pixels - 1e-6);
      const drawn = Array.from({ length: found.count }, (_, index) => ({
        row: found.row[index] as number, left: found.left[index] as number, right: found.right[index] as number,
        box: found.box[index] as number, merged: found.merged[index] as number,
      }));
      for (const box of inView) {
        const by = drawn.find(({ box: first, merged }) => first <= box.index && box.index < first + merged);
        assert.ok(by, 'is drawn');
        assert.ok(by.merged === 1 || box.right - box.left < 0.5 + 1e-3, 'is drawn alone when it can be seen');
        if (by.merged === 1) assert.ok(Math.abs(by.left - Math.max(0, box.left)) < 1e-2 && Math.abs(by.right - Math.min(shown.pixels, box.right)) < 1e-2);
      }
      for (const { left, right, merged } of drawn) assert.ok(merged === 1 || right - left <= 1 + 1e-3, 'what is drawn together is narrow');
      assert.equal(new Set(drawn.map(({ box }) => box)).size, drawn.length);
    }));
  });

  it('finds the box below a point', () => {
    fc.assert(fc.property(modelProfile(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(8), (profile, share, row) => {
      const layout = chronological(profile, 1) as FlameLayout;
      const position = share * extentOf(layout);
      const expected = boxes(chronological(profile) as FlameLayout, profile).findIndex((box) => box.row === row && box.from <= position && position < box.to);
      assert.equal(boxAt(layout, row, position), expected);
    }));
  });
});
