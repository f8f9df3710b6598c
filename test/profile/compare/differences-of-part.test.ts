import assert from 'node:assert/strict';
import { compareSides } from '../../../src/profile/compare/compare-sides.js';
import { differencesOfPart, type FrameAmounts } from '../../../src/profile/compare/differences-of-part.js';
import { differenceWords, frameDifferences } from '../../../src/profile/compare/frame-differences.js';
import { withSelf } from '../../../src/profile/node-table.js';
import type { Profile } from '../../../src/profile/profile.js';
import { totalsByFrame } from '../../../src/profile/totals.js';
import { transformed, type Transform } from '../../../src/profile/transform.js';
import { sideOf, type Stacks } from './stacked-profile.js';

const BEFORE: Stacks = { 'main a.ts:1 > render v.ts:5 > text t.ts:1': 30_000, 'main a.ts:1 > parse p.ts:9 > text t.ts:1': 10_000, 'main a.ts:1 > parse p.ts:9': 60_000 };
const AFTER: Stacks = { ...BEFORE, 'main a.ts:1 > render v.ts:5 > text t.ts:1': 10_000 };
const runs = (stacks: Stacks): readonly Stacks[] => Array.from({ length: 5 }, () => stacks);

describe('what functions took in a part of the calls', () => {
  const comparison = compareSides(sideOf(runs(BEFORE)), sideOf(runs(AFTER)), { takingTurns: true });
  const { profile } = comparison.difference;
  const whole = frameDifferences(comparison);
  const frameOf = (name: string): number => profile.frames.name.findIndex((index) => profile.frames.strings[index] === name);
  const marked = (name: string): Uint8Array => Uint8Array.from(profile.frames.name, (_, frame) => (frame === frameOf(name) ? 1 : 0));
  const partOf = (...transforms: readonly Transform[]): ReturnType<typeof differencesOfPart> => {
    const side = (self: Float64Array) => {
      const all: Profile = { ...profile, nodes: withSelf(profile.nodes, self) };
      const amounts = ({ nodes, frames }: Profile): FrameAmounts => totalsByFrame(nodes, frames);
      return { all: amounts(all), left: amounts(transforms.reduce(transformed, all)) };
    };
    return differencesOfPart(whole, { before: side(whole.calls.before), after: side(whole.calls.after) });
  };
  const words = (part: ReturnType<typeof differencesOfPart>, name: string): readonly string[] => differenceWords(part, frameOf(name), profile.unit).map(([, text]) => text);

  it('is all of it where nothing is missing', () => {
    assert.deepEqual(partOf(), whole);
    assert.deepEqual(words(whole, 'text'), ['40.0 ms → 20.0 ms', '40.0 ms → 20.0 ms', '−20.0 ms (−20.0 %), faster']);
  });

  it('is nothing of what was left out, and no verdict on the rest of it', () => {
    const part = partOf({ type: 'leave-out-frames', marked: marked('render') });
    assert.deepEqual(words(part, 'text'), ['10.0 ms → 10.0 ms', '10.0 ms → 10.0 ms', '0 µs (0.0 %)']);
    assert.deepEqual(words(part, 'render'), ['0 µs → 0 µs', '0 µs → 0 µs', '0 µs (0.0 %)']);
    assert.deepEqual(words(part, 'main'), ['0 µs → 0 µs', '70.0 ms → 70.0 ms', '0 µs (0.0 %)']);
  });

  it('is what one function called', () => {
    const part = partOf({ type: 'focus-frames', marked: marked('render') });
    assert.deepEqual(words(part, 'text'), ['30.0 ms → 10.0 ms', '30.0 ms → 10.0 ms', '−20.0 ms (−20.0 %)']);
    assert.deepEqual(words(part, 'parse')[0], '0 µs → 0 µs');
  });

  it('is more where functions become part of their callers', () => {
    const part = partOf({ type: 'hide-frames', marked: marked('text') });
    assert.deepEqual(words(part, 'render'), ['30.0 ms → 10.0 ms', '30.0 ms → 10.0 ms', '−20.0 ms (−20.0 %)']);
  });
});
