import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Profile } from '../../src/profile/profile.js';
import { LinearPattern } from '../../src/profile/search/linear-pattern.js';
import { PatternError } from '../../src/profile/search/pattern-parser.js';
import { matchingFrames, search, type Query } from '../../src/profile/search/search.js';
import { modelProfile, nameOf, readOnly, timedStacks } from './generated-profile.js';

/** Regular expressions of every construct that is supported. */
const { pattern } = fc.letrec<{ pattern: string; sequence: string; repeated: string; atom: string }>((tie) => ({
  pattern: fc.oneof({ weight: 3, arbitrary: tie('sequence') }, fc.tuple(tie('sequence'), tie('sequence')).map((parts) => parts.join('|'))),
  sequence: fc.array(tie('repeated'), { maxLength: 4 }).map((parts) => parts.join('')),
  repeated: fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,}', '{0,2}')).map((parts) => parts.join('')),
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'B', '_', ' ', '.', '\\.', '\\w', '\\W', '\\d', '\\D', '\\s', '\\S', '[ab]', '[^a]', '[a-c_]', '[\\d.]', '[^\\W]', '\\x61', '\\u0042', '-', '(?:^)', '(?:$)', '(?:\\b)', '(?:\\B)'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
}));

const query = (text: string, more: Partial<Query> = {}): Query => ({ text, regex: false, matchCase: false, ...more });

function names(profile: Profile, marked: Uint8Array): readonly string[] {
  return Array.from(marked.keys()).filter((frame) => marked[frame] === 1).map((frame) => nameOf(profile.frames, frame));
}

describe('a regular expression in linear time', () => {
  it('matches what JavaScript\'s own matches', () => {
    fc.assert(
      fc.property(pattern.filter(({ length }) => length <= 100), fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', '_', ' ', '1', '.', '-', '\n'), maxLength: 8 }), fc.boolean(), (source, text, matchCase) => {
        assert.equal(new LinearPattern(source, matchCase).test(text), new RegExp(source, matchCase ? '' : 'i').test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('says of what it does not support, or is wrong, what it is', () => {
    for (const source of ['(', ')', '[a', 'a\\', '*', 'a**', 'a{3,1}', '[b-a]', '(?=a)', '(?<!a)', '(a)\\1', '\\k<a>', '(((a{99}){99}){99}){99}', `${'('.repeat(99)}a${')'.repeat(99)}`, 'a'.repeat(501)]) {
      assert.throws(() => new LinearPattern(source, false), (error) => error instanceof PatternError && /^[A-Z].*\.$/.test(error.message), source);
    }
  });

  it('needs no more steps than the text has characters for patterns that make others hang', () => {
    const text = `${'a'.repeat(1000)}!`;
    for (const source of ['(a+)+$', '^(a|a)*$', '(a|aa)+$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '(){1000000000}b', '^(a{0,30}){0,30}$']) {
      assert.equal(new LinearPattern(source, true).test(text), false, source);
    }
  });
});

describe('a search', () => {
  const call = (id: number, functionName: string, url: string, children: readonly number[] = []): object => ({
    id, children, hitCount: 1, callFrame: { functionName, url, scriptId: '1', lineNumber: 0, columnNumber: 0 },
  });
  const profile = readOnly({
    nodes: [call(1, '(root)', '', [2]), call(2, 'readFile', 'file:///app/Disk.ts', [3]), call(3, 'parse', 'file:///app/json.ts', [4]), call(4, 'readFile', 'file:///app/Disk.ts')],
    startTime: 0, endTime: 60, samples: [2, 3, 4], timeDeltas: [0, 10, 20],
  });

  it('finds functions by name or file, and what they cost, recursion counted once', () => {
    const found = search(profile, query('READ'));
    assert.deepEqual(names(profile, found.marked), ['readFile']);
    assert.deepEqual(found.totals, { self: 40, total: 60, nodes: 2, frames: 1 });
    assert.deepEqual(names(profile, search(profile, query('json')).marked), ['parse']);
  });

  it('looks at case when asked to, and at any other text of a function', () => {
    assert.deepEqual(names(profile, matchingFrames(profile.frames, query('disk', { matchCase: true }))), []);
    const shown = { index: Uint32Array.from({ length: profile.frames.count }, (_, frame) => Number(frame === 2)), strings: ['', 'src/place.ts'] };
    assert.deepEqual(names(profile, matchingFrames(profile.frames, query('place'), [shown])), ['parse']);
  });

  it('takes a regular expression', () => {
    assert.deepEqual(names(profile, matchingFrames(profile.frames, query('^(read|write)file$', { regex: true }))), ['readFile']);
    assert.deepEqual(names(profile, matchingFrames(profile.frames, query('.'))), ['readFile', 'parse'], 'text is no pattern');
  });

  it('of nothing finds nothing', () => {
    assert.deepEqual(search(profile, query('')).totals, { self: 0, total: 0, nodes: 0, frames: 0 });
  });

  it('sums the time of all stacks that hold a match', () => {
    fc.assert(fc.property(modelProfile(), fc.constantFrom('f1', 'f[0-2]', 'f', 'idle'), (each, text) => {
      const { marked, totals } = search(each, query(text, { regex: true }));
      const expected = timedStacks(each).reduce((sum, { frames, duration }) => sum + (frames?.some((frame) => marked[frame] === 1) ? duration : 0), 0);
      assert.equal(totals.total, expected);
    }));
  });
});
