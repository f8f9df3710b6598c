import assert from 'node:assert/strict';
import { compareSides } from '../../../src/profile/compare/compare-sides.js';
import { changeWords, differenceToShow, differenceWords, frameDifferences, verdictOf } from '../../../src/profile/compare/frame-differences.js';
import { sideOf, type Stacks } from './stacked-profile.js';

const runs = (stacks: Stacks): readonly Stacks[] => Array.from({ length: 5 }, (_, run) => Object.fromEntries(Object.entries(stacks).map(([stack, amount]) => [stack, amount * (1 + run / 1000)])));

describe('the difference profile to show', () => {
  const comparison = compareSides(sideOf(runs({ 'main a.ts:1 > render v.ts:5': 60_000, 'main a.ts:1 > parse p.ts:9': 40_000 })), sideOf(runs({ 'main a.ts:1 > render v.ts:5': 30_000, 'main a.ts:1 > parse p.ts:9': 40_000 })), { takingTurns: true });
  const profile = differenceToShow(comparison);
  const differences = frameDifferences(comparison);
  const frameOf = (name: string): number => profile.frames.name.findIndex((index) => profile.frames.strings[index] === name);

  it('begins its notes with the verdict', () => {
    assert.match(profile.notes[0] ?? '', /^Faster: 30\.0 % less .* confidence\)\. Median 100 ms before \(5 runs\), 70\.1 ms after \(5 runs\)\.$/);
  });

  it('has both sides of each function, and what became of it in words', () => {
    const render = frameOf('render');
    assert.equal(verdictOf(differences, render), 'less');
    assert.equal(changeWords(differences, render, profile.unit), '−30.1 ms (−30.0 %), faster');
    assert.deepEqual(differenceWords(differences, frameOf('main'), profile.unit), [['Self', '0 µs → 0 µs'], ['Total', '100 ms → 70.1 ms'], ['Change', '0 µs (0.0 %)']]);
    assert.equal(changeWords(differences, frameOf('parse'), profile.unit), '0 µs (0.0 %)');
  });
});
