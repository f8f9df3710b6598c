import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askCosts } from '../../src/cost/ask.js';
import { matchFunctions } from '../../src/cost/match-functions.js';
import { CostMeter } from '../../src/cost/measure.js';
import { outlineOf } from '../../src/cost/outline.js';
import { parse } from '../../src/syntax/source-store.js';
import { profileOf, type StackSample } from '../support/profile-of.js';

const FILE = '/app/work.js';
const TEXT = `function work(list) {
  before();
  for (const each of list) {
    load(each);
    both();
  }
  both();
}
`;
const WORK = `work file://${FILE}:1:14`;
const frames = [WORK, 'load file:///app/load.js:1:1', 'both file:///app/load.js:9:1', 'before file:///app/load.js:20:1', 'other file:///app/load.js:30:1'];

const sample: fc.Arbitrary<StackSample> = fc.record({
  stack: fc.array(fc.constantFrom(...frames), { minLength: 1, maxLength: 6 }),
  line: fc.integer({ min: 1, max: 8 }),
  time: fc.integer({ min: 0, max: 5000 }),
});

/** Sample by sample, without tree or totals: the function is on the stack, and there its next is a callee of the loop, or it is in the loop itself. */
function inLoop({ stack, line = 0 }: StackSample, callees: readonly string[]): boolean {
  return stack.some((frame, index) => {
    if (frame !== WORK) return false;
    const next = stack[index + 1];
    return next === undefined ? line >= 3 && line <= 6 : callees.some((name) => next.startsWith(`${name} `));
  });
}

describe('measured cost, for any samples', () => {
  const start = TEXT.indexOf('load(');
  const loop = TEXT.indexOf('for (');
  const questions = askCosts([{
    ruleId: 'slow', span: { path: FILE, start, end: start + 4 }, message: '', severity: 'warning', confidence: 'high', fixable: false, fingerprint: 'x',
    evidence: [{ span: { path: FILE, start: loop, end: loop + 3 }, text: '', certainty: 'proven' }],
  }], () => TEXT, () => 'compute');

  it('is the time of the samples in the scope, each once however deep the recursion', () => {
    fc.assert(fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
      // A node's own time is shared out by the lines it was seen on, so samples of one stack that differ in line need the same length.
      const even = samples.map((each) => ({ ...each, time: 100 }));
      const found = new CostMeter([{ profiles: [profileOf(even)], capture: undefined }]).answer(questions)[0]?.cost;
      const expected = (callees: readonly string[]): number => even.filter((each) => inLoop(each, callees)).length * 100;
      assert.ok(found);
      // `other` is mentioned nowhere, so the loop may have come to it on another way.
      assert.ok(Math.abs(found.total - expected(['load'])) < 1e-6, `${found.total} is not ${expected(['load'])}`);
      assert.ok(Math.abs(found.most - expected(['load', 'both', 'other', 'work'])) < 1e-6, `${found.most} is not ${expected(['load', 'both', 'other', 'work'])}`);
    }));
  });

  it('is within the run', () => {
    fc.assert(fc.property(fc.array(sample, { maxLength: 30 }), (samples) => {
      const found = new CostMeter([{ profiles: [profileOf(samples)], capture: undefined }]).answer(questions)[0]?.cost;
      assert.ok(found && found.self <= found.total + 1e-6 && found.total <= found.most && found.most <= found.run + 1e-6 && found.share <= 1);
    }));
  });
});

describe('functions of a recorded text', () => {
  const names = fc.uniqueArray(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon'), { minLength: 1 });
  const written = (list: readonly string[], gap: string): string => list.map((name) => `${gap}function ${name}(a) {\n  return [1].map((x) => x + a);\n}\n`).join('');
  const outline = (text: string) => outlineOf(parse(FILE, text, true) ?? assert.fail()).functions;
  const recorded = (text: string) => outline(text).map(({ name, atLine, column, line }) => ({ name, line: atLine, column: line === 1 && name === '' && column === 1 ? 1 : column }));

  it('are found at their place', () => {
    fc.assert(fc.property(names, (list) => {
      const text = written(list, '\n');
      assert.deepEqual(matchFunctions(recorded(text), outline(text)), outline(text).map((_, index) => ({ function: index, shift: 0 })));
    }));
  });

  it('are found when lines were put above them, with and without a name', () => {
    fc.assert(fc.property(names, fc.integer({ min: 0, max: 5 }), (list, lines) => {
      const before = recorded(written(list, '\n'));
      const after = outline('\n'.repeat(lines) + written(list, '\n'));
      assert.deepEqual(matchFunctions(before, after), before.map((_, index) => ({ function: index, shift: index === 0 ? 0 : lines })));
    }));
  });

  it('are found when others went away, and those are not found', () => {
    fc.assert(fc.property(names, fc.nat(4), (list, gone) => {
      const left = list.filter((_, index) => index !== gone);
      const before = recorded(written(list, '\n'));
      const after = outline(written(left, '\n'));
      matchFunctions(before, after).forEach((match, index) => {
        const name = before[index]?.name ?? '';
        if (name !== '') assert.equal(after[match?.function ?? 0]?.name, left.some((each) => each === name) ? name : '');
      });
    }));
  });

  it('are not guessed where a name became two', () => {
    const before = recorded('function a() {}\n');
    assert.deepEqual(matchFunctions(before, outline('\nclass A { a() {} }\nclass B { a() {} }\n')).slice(1), [undefined]);
  });
});
