import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HEAT_LEVELS, heatLevel, HeatMap, movedLines } from '../../src/cost/heat.js';
import { outlineFile } from '../../src/cost/ask.js';
import { profileOf } from '../support/profile-of.js';

const FILE = '/app/work.js';
const TEXT = `function work(list) {
  return list.map((x) => {
    return x * 2;
  });
}
`;
const WORK = `work file://${FILE}:1:14`;
const CALLBACK = ` file://${FILE}:2:19`;
const outline = (text: string) => outlineFile(FILE, () => text) ?? assert.fail();

describe('heat', () => {
  const profile = profileOf([
    { stack: [WORK], line: 2, times: 10 },
    { stack: [WORK, CALLBACK], line: 3, times: 30 },
    { stack: [WORK], line: 90, times: 5 },
    { stack: ['read file:///app/node_modules/driver/index.js:1:1'], times: 50 },
    { stack: ['(idle)'], times: 500 },
  ]);

  it('is on the lines where the samples were, and on no line of what was inlined from elsewhere', () => {
    const { lines } = new HeatMap([profile]).ofFile(outline(TEXT));
    assert.deepEqual([...lines].sort(([a], [b]) => a - b), [[2, 10_000], [3, 30_000]]);
  });

  it('follows functions that have moved, and leaves those that are gone', () => {
    assert.deepEqual([...new HeatMap([profile]).ofFile(outline(`\n\n${TEXT}`)).lines.keys()].sort(), [4, 5]);
    assert.deepEqual(new HeatMap([profile]).ofFile(outline('other();\n')), { lines: new Map(), functions: [] });
  });

  it('is on the line where a function begins, where the profile has no lines', () => {
    assert.deepEqual([...new HeatMap([profileOf([{ stack: [WORK], times: 7 }])]).ofFile(outline(TEXT)).lines], [[1, 7_000]]);
  });

  it('is on the lines where functions begin, where their lines may have moved', () => {
    assert.deepEqual([...new HeatMap([profile]).ofFile(outline(TEXT), false).lines], [[1, 15_000], [2, 30_000]]);
  });

  it('has functions with what they call, recursion once and threads together', () => {
    const recursive = profileOf([{ stack: [WORK, WORK, WORK], line: 2, times: 10 }]);
    const { functions } = new HeatMap([recursive, recursive]).ofFile(outline(TEXT));
    assert.deepEqual(functions.map(({ name, self, total, line }) => [name, self, total, line]), [['work', 20_000, 20_000, 1]]);
  });

  it('ranks the program\'s own functions by their own time', () => {
    const heat = new HeatMap([profile]);
    assert.deepEqual(heat.hottest(5).map(({ name, line, self, total }) => [name, line, self, total]), [['', 2, 30_000, 30_000], ['work', 1, 15_000, 45_000]]);
    assert.equal(heat.hottest(1).length, 1);
    assert.equal(heat.run, 95_000);
    assert.deepEqual(new HeatMap([profileOf([], { kind: 'heap', unit: 'bytes' })]).hottest(5), []);
  });

  it('has steps that rise with the logarithm of the share', () => {
    assert.deepEqual([0, 0.0009, 0.001, 0.01, 0.1, 0.3, 1, Number.NaN].map(heatLevel), [undefined, undefined, 0, 1, 2, 3, 3, undefined]);
    fc.assert(fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), (share) => {
      const level = heatLevel(share) ?? -1;
      assert.ok(level >= 0 && level < HEAT_LEVELS && (heatLevel(Math.min(1, share * 2)) ?? -1) >= level);
    }));
  });
});

describe('heat after an edit', () => {
  const move = (lines: readonly string[], first: number, last: number, replacement: readonly string[]): readonly (string | undefined)[] => {
    const kept = replacement[0] === lines[first];
    const moved = movedLines(new Map(lines.map((text, index) => [index, text])), { first, last, lines: replacement.length, kept });
    return Array.from({ length: lines.length - (last - first + 1) + replacement.length }, (_, index) => moved.get(index));
  };

  it('stays with every line that was not edited', () => {
    const line = fc.constantFrom('a', 'b', 'c');
    fc.assert(fc.property(fc.array(line, { minLength: 1 }), fc.nat(), fc.nat(), fc.array(line, { minLength: 1, maxLength: 4 }), (lines, a, b, replacement) => {
      const [first, last] = [a % lines.length, b % lines.length].sort((x, y) => x - y) as [number, number];
      const expected = [...lines.slice(0, first), ...replacement.map((text, index) => (index === 0 && text === lines[first] ? text : undefined)), ...lines.slice(last + 1)];
      assert.deepEqual(move(lines, first, last, replacement), expected);
    }));
  });
});
