import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineAfter, type ChangedFile } from '../../../src/profile/compare/changed-file.js';
import { matchFunctions, NO_PARTNER } from '../../../src/profile/compare/match-functions.js';
import { FrameTableBuilder } from '../../../src/profile/frame-table.js';
import type { FrameTable } from '../../../src/profile/profile.js';

const SEED = 20_261_122;

describe('functions of two sides are the same', () => {
  it('by name and file, on whatever line', () => {
    assert.deepEqual(matched(['load a.ts:1', 'save a.ts:9'], ['save a.ts:2', 'load a.ts:40']), { 'load a.ts:1': 'load a.ts:40', 'save a.ts:9': 'save a.ts:2' });
  });

  it('not by name alone where a name is common', () => {
    assert.deepEqual(matched(['get a.ts:1', 'get b.ts:1'], ['get b.ts:1', 'get c.ts:1']), { 'get b.ts:1': 'get b.ts:1', 'get a.ts:1': 'get c.ts:1' });
    assert.deepEqual(matched(['get a.ts:1'], ['get b.ts:1', 'get c.ts:1']), { 'get a.ts:1': undefined });
  });

  it('without a name, by the functions around them', () => {
    assert.deepEqual(
      matched(['first a.ts:1', ' a.ts:3', ' a.ts:5', 'last a.ts:9', ' a.ts:11'], ['first a.ts:1', ' a.ts:3', ' a.ts:5', 'added a.ts:20', 'last a.ts:30', ' a.ts:32']),
      { 'first a.ts:1': 'first a.ts:1', ' a.ts:3': ' a.ts:3', ' a.ts:5': ' a.ts:5', 'last a.ts:9': 'last a.ts:30', ' a.ts:11': ' a.ts:32' },
    );
  });

  it('without a name, not when one is gone and another came far from it', () => {
    assert.deepEqual(matched(['main a.ts:1', ' a.ts:10', ' a.ts:50'], ['main a.ts:1', ' a.ts:50', ' a.ts:90']), { 'main a.ts:1': 'main a.ts:1', ' a.ts:10': undefined, ' a.ts:50': ' a.ts:50' });
  });

  it('on one line, by column', () => {
    assert.deepEqual(
      matched(['a x.js:1:100', ' x.js:1:140', ' x.js:1:300'], ['a x.js:1:900', ' x.js:1:940', ' x.js:1:1100']),
      { 'a x.js:1:100': 'a x.js:1:900', ' x.js:1:140': ' x.js:1:940', ' x.js:1:300': ' x.js:1:1100' },
    );
  });

  it('in a file that was renamed, as version control says or by what it holds', () => {
    const before = ['load old.ts:1', 'save old.ts:9', ' old.ts:12', 'run main.ts:1'];
    const after = ['load new.ts:1', 'save new.ts:9', ' new.ts:12', 'run main.ts:1', 'load other.ts:1'];
    const expected = { 'load old.ts:1': 'load new.ts:1', 'save old.ts:9': 'save new.ts:9', ' old.ts:12': ' new.ts:12', 'run main.ts:1': 'run main.ts:1' };
    assert.deepEqual(matched(before, after), expected);
    assert.deepEqual(matched([' old.ts:4'], [' new.ts:6'], [{ before: 'old.ts', after: 'new.ts', hunks: [{ line: 1, count: 0, added: 2 }] }]), { ' old.ts:4': ' new.ts:6' });
  });

  it('where version control says that their lines went', () => {
    const change: ChangedFile = { before: 'a.ts', after: 'a.ts', hunks: [{ line: 0, count: 0, added: 2 }] };
    // Without it, the one on line 5 would be taken for the one that was there before.
    assert.deepEqual(matched([' a.ts:3', ' a.ts:5'], [' a.ts:5', ' a.ts:7'], [change]), { ' a.ts:3': ' a.ts:5', ' a.ts:5': ' a.ts:7' });
  });

  it('of the engine, by name', () => {
    assert.deepEqual(matched(['(garbage collector)', 'sort'], ['sort', '(garbage collector)']), { '(garbage collector)': '(garbage collector)', sort: 'sort' });
  });

  const place = fc.record({ name: fc.constantFrom('', 'a', 'b', 'get', 'run'), file: fc.constantFrom('a.ts', 'b.ts', 'c.ts', ''), line: fc.integer({ min: 0, max: 30 }) });
  const places = fc.array(place, { maxLength: 20 }).map((all) => [...new Set(all.map(({ name, file, line }) => (file === '' ? (name || 'x') : `${name} ${file}:${String(Math.max(1, line))}`)))]);

  it('each of one other at most, and all of an unchanged program of themselves', () => {
    fc.assert(fc.property(places, places, (before, after) => {
      const partners = [...matchFunctions(table(before), table(after))].filter((frame) => frame !== NO_PARTNER);
      assert.equal(new Set(partners).size, partners.length);
      assert.deepEqual(matched(before, before), Object.fromEntries(before.map((each) => [each, each])));
    }), { seed: SEED, numRuns: 300 });
  });

  it('however far the whole file moves', () => {
    fc.assert(fc.property(places, fc.integer({ min: 1, max: 500 }), (before, shift) => {
      const moved = (text: string): string => text.replace(/:(\d+)$/, (_, line: string) => `:${String(Number(line) + shift)}`);
      const files = [...new Set(before.map((text) => / (\S+):/.exec(text)?.[1]).filter((file) => file !== undefined))];
      const changed = files.map((file) => ({ before: file, after: file, hunks: [{ line: 0, count: 0, added: shift }] }));
      assert.deepEqual(matched(before, before.map(moved), changed), Object.fromEntries(before.map((each) => [each, moved(each)])));
    }), { seed: SEED, numRuns: 300 });
  });
});

describe('a line after an edit', () => {
  const hunks = [{ line: 3, count: 0, added: 2 }, { line: 10, count: 3, added: 1 }, { line: 20, count: 2, added: 0 }];

  it('moves by what was added and removed above it', () => {
    assert.deepEqual([1, 3, 4, 9, 13, 19, 22, 30].map((line) => lineAfter(hunks, line)), [1, 3, 6, 11, 13, 19, 20, 28]);
  });

  it('is in what replaces it', () => {
    assert.deepEqual([10, 11, 12, 20, 21].map((line) => lineAfter(hunks, line)), [12, 12, 12, 20, 20]);
  });
});

function table(functions: readonly string[]): FrameTable {
  const frames = new FrameTableBuilder();
  for (const text of functions) {
    const { name = text, url = '', line = '0', column = '1' } = /^(?<name>.*) (?<url>\S+?):(?<line>\d+)(?::(?<column>\d+))?$/.exec(text)?.groups ?? {};
    frames.add(name, url, Number(line), Number(column));
  }
  return frames.build();
}

function matched(before: readonly string[], after: readonly string[], changed?: readonly ChangedFile[]): Readonly<Record<string, string | undefined>> {
  const partners = matchFunctions(table(before), table(after), changed);
  return Object.fromEntries(before.map((text, frame) => [text, after[partners[frame]!]]));
}
