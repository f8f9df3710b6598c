import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareSides } from '../../../src/profile/compare/compare-sides.js';
import { VERDICTS, type Comparison } from '../../../src/profile/compare/comparison.js';
import { runsOf } from '../../../src/profile/compare/run.js';
import { Incomparable, SideBuilder, type Side } from '../../../src/profile/compare/side.js';
import { readProfile } from '../../../src/profile/formats/index.js';
import { bytesOf, v8Profile } from '../generated-profile.js';
import { captured, runOf, sideOf, stackedProfile, type Stacks } from './stacked-profile.js';

const SEED = 20_261_122;
const BEFORE: Stacks = { 'main app.ts:1 > parse parse.ts:10': 300, 'main app.ts:1 > render view.ts:5': 600, 'main app.ts:1': 100, '(idle)': 5000 };
const FASTER: Stacks = { 'main app.ts:1 > parse parse.ts:12': 300, 'main app.ts:1 > render view.ts:5': 300, 'main app.ts:1': 100, '(idle)': 9000 };

/** Runs that differ by a part of a percent each. */
function times(count: number, stacks: Stacks): readonly Stacks[] {
  return Array.from({ length: count }, (_, run) => Object.fromEntries(Object.entries(stacks).map(([stack, amount]) => [stack, amount * (1 + run / 1000)])));
}

describe('two sides of a comparison', () => {
  it('get a verdict on the whole, without idling', () => {
    const { whole, measure, unit } = compareSides(sideOf(times(7, BEFORE)), sideOf(times(7, FASTER)), { takingTurns: true });
    assert.equal(whole.verdict, 'less');
    assert.ok(Math.abs(whole.change + 0.3) < 0.001, String(whole.change));
    assert.ok(Math.abs(whole.before - 1003) < 1e-6 && Math.abs(whole.after - 702.1) < 1e-6);
    assert.deepEqual([measure, unit], ['sampled-time', 'microseconds']);
  });

  it('name the function that changed, and those that moved', () => {
    const { functions } = compareSides(sideOf(times(7, BEFORE)), sideOf(times(7, FASTER)), { takingTurns: true });
    const [first] = functions;
    assert.deepEqual([first?.name, first?.path, first?.line, first?.verdict], ['render', 'view.ts', 5, 'less']);
    assert.ok(Math.abs((first?.change ?? 0) + 0.3) < 0.001);
    assert.ok(Math.abs((first?.before ?? 0) - 601.8) < 1e-6 && Math.abs((first?.after ?? 0) - 300.9) < 1e-6);
    const main = functions.find(({ name }) => name === 'main');
    assert.deepEqual([main?.verdict, main?.totalBefore, main?.totalAfter].map((each) => (typeof each === 'number' ? Math.round(each) : each)), ['same', 1003, 702]);
    assert.deepEqual(functions.find(({ name }) => name === 'parse')?.moved, { path: 'parse.ts', line: 10 });
    assert.deepEqual(functions.map(({ name }) => name).sort(), ['main', 'parse', 'render']);
  });

  it('show calls that are new and calls that are gone in one tree', () => {
    const after: Stacks = { 'main app.ts:1 > parse parse.ts:10': 300, 'main app.ts:1 > cache cache.ts:1': 50 };
    const { profile, before, after: now } = compareSides(sideOf([BEFORE]), sideOf([after])).difference;
    const rows = Object.fromEntries(Array.from({ length: profile.nodes.count }, (_, node) => {
      const name = profile.frames.strings[profile.frames.name[profile.nodes.frame[node]!]!]!;
      return [name, [before.self[node], before.total[node], now.self[node], now.total[node], profile.nodes.self[node], profile.nodes.total[node]].map((each) => Math.round(each!))];
    }));
    assert.deepEqual(rows, {
      '(root)': [0, 1000, 0, 350, 0, 1050],
      main: [100, 1000, 0, 350, 100, 1050],
      parse: [300, 300, 300, 300, 300, 300],
      render: [600, 600, 0, 0, 600, 600],
      cache: [0, 0, 50, 50, 50, 50],
    });
  });

  it('open what is gone where it would be now', () => {
    const gone = compareSides(sideOf([{ 'old /tree/src/a.ts:1': 5 }], ['/tree']), sideOf([{ 'young /app/src/b.ts:1': 5 }], ['/app']), { folder: '/app' }).difference.profile.frames;
    const urls = Array.from(gone.url, (url) => gone.strings[url]);
    assert.deepEqual(urls.filter((url) => url !== ''), ['/app/src/b.ts', '/app/src/a.ts']);
  });

  it('are of two checkouts, said or seen', () => {
    const [one, other] = [{ 'main /one/app.ts:1 > work /one/work.ts:1': 10 }, { 'main /two/x/app.ts:1 > work /two/x/work.ts:1': 5 }];
    for (const [before, after] of [[sideOf([one], ['/one']), sideOf([other], ['/two/x'])], [sideOf([one]), sideOf([other])]] as const) {
      assert.deepEqual(compareSides(before, after).functions.map(({ name, path }) => `${name} ${path}`), ['work work.ts', 'main app.ts']);
    }
  });

  it('are too few', () => {
    const { whole, functions, notes } = compareSides(sideOf(times(4, BEFORE)), sideOf(times(7, FASTER)));
    assert.equal(whole.verdict, 'too-few-runs');
    assert.ok(functions.every(({ verdict }) => verdict === 'too-few-runs' || verdict === 'same'));
    assert.ok(notes.some((note) => note.includes('4 of 5 before and 7 of 5 after')), notes.join('\n'));
  });

  it('are told that they took turns by when they began', () => {
    const side = (starts: readonly number[]): Side => {
      const builder = new SideBuilder('cpu');
      for (const startedAt of starts) builder.add(runOf(stackedProfile(BEFORE, { startedAt })));
      return builder.build();
    };
    assert.equal(compareSides(side([1, 4, 5, 8]), side([2, 3, 6, 7])).takingTurns, true);
    assert.equal(compareSides(side([1, 2, 3, 4]), side([5, 6, 7, 8])).takingTurns, false);
    assert.equal(compareSides(sideOf([BEFORE]), side([5])).takingTurns, false);
  });

  it('are measured by the time on a processor where every run says it', () => {
    const side = (cpuTimes: readonly (number | undefined)[]): Side => {
      const builder = new SideBuilder('cpu');
      for (const cpuTime of cpuTimes) builder.add(runOf(stackedProfile(BEFORE), captured(cpuTime === undefined ? {} : { cpuTime })));
      return builder.build();
    };
    const known = compareSides(side([500, 500]), side([400, 400]));
    assert.deepEqual([known.measure, known.whole.before, known.whole.after], ['cpu-time', 500, 400]);
    assert.equal(known.functions.find(({ name }) => name === 'render')?.before, 300);
    const unknown = compareSides(side([500, undefined]), side([400, 400]));
    assert.deepEqual([unknown.measure, unknown.whole.before, unknown.whole.after], ['sampled-time', 1000, 1000]);
  });

  it('have all threads and processes of a run in it', () => {
    const threads = ['main', 'worker'].map((name, threadId) => ({ name, set: { profiles: [stackedProfile(BEFORE)], capture: captured({ threadId, run: 'one', cpuTime: 250 }) } }));
    const runs = runsOf([...threads, { name: 'alone', set: { profiles: [stackedProfile(BEFORE)], capture: undefined } }, { name: 'other', set: { profiles: [stackedProfile(BEFORE)], capture: captured({ run: 'two' }) } }]);
    assert.deepEqual(runs.map(({ name, threads: all }) => [name, all.length]), [['main', 2], ['alone', 1], ['other', 1]]);
    const side = new SideBuilder('cpu');
    side.add(runs[0]!);
    const { whole, functions } = compareSides(side.build(), side.build());
    assert.equal(whole.before, 500);
    assert.equal(functions.find(({ name }) => name === 'main')?.totalBefore, 500);
  });

  it('cannot be compared when they count different things, or nothing', () => {
    const bytes = new SideBuilder('heap');
    bytes.add(runOf(stackedProfile(BEFORE, { kind: 'heap', unit: 'bytes' })));
    assert.throws(() => compareSides(sideOf([BEFORE]), bytes.build()), Incomparable);
    assert.throws(() => compareSides(sideOf([]), sideOf([BEFORE])), Incomparable);
    assert.throws(() => compareSides(sideOf([BEFORE]), sideOf([{ '(idle)': 10 }])), Incomparable);
    assert.throws(() => {
      const side = new SideBuilder('cpu');
      side.add(runOf(stackedProfile(BEFORE)));
      side.add(runOf(stackedProfile(BEFORE, { unit: 'samples' })));
    }, Incomparable);
  });

  const sides = fc.array(v8Profile('positive'), { minLength: 1, maxLength: 3 });

  it('add up, whatever was profiled', () => {
    fc.assert(fc.property(sides, sides, (before, after) => {
      const comparison = compared(before, after);
      if (comparison === undefined) return;
      const { difference: { profile, before: was, after: is, verdict }, functions, whole } = comparison;
      near(was.total[0], whole.before);
      near(is.total[0], whole.after);
      near(profile.total, profile.nodes.self.reduce((sum, each) => sum + each));
      for (let node = 0; node < profile.nodes.count; node++) near(profile.nodes.self[node], Math.max(was.self[node]!, is.self[node]!));
      assert.equal(verdict.length, profile.frames.count);
      for (const each of functions) {
        assert.equal(VERDICTS[verdict[each.frame]!], each.verdict);
        assert.ok(each.totalBefore <= whole.before * (1 + 1e-9) || before.length > 1);
      }
    }), { seed: SEED });
  });

  it('are without a difference when they are the same, and opposite when exchanged', () => {
    fc.assert(fc.property(sides, sides, (before, after) => {
      const same = compared(before, before);
      if (same !== undefined) assert.ok(same.functions.every(({ before: was, after: is }) => was === is) && same.whole.change === 0);
      const [there, back] = [compared(before, after), compared(after, before)];
      if (there === undefined || back === undefined) return;
      near((1 + there.whole.change) * (1 + back.whole.change), 1);
      const changes = ({ functions }: Comparison): readonly string[] => functions.map(({ name, before: was, after: is }) => [name, ...[was, is].map((each) => each.toPrecision(6)).sort()].join(' ')).sort();
      assert.deepEqual(changes(there), changes(back));
    }), { seed: SEED });
  });
});

function compared(before: readonly unknown[], after: readonly unknown[]): Comparison | undefined {
  const [early, late] = [before, after].map((profiles) => {
    const side = new SideBuilder('cpu');
    for (const run of runsOf(profiles.map((profile) => ({ name: 'p.cpuprofile', set: readProfile(bytesOf(profile), 'p.cpuprofile') })))) side.add(run);
    return side.build();
  });
  try {
    return compareSides(early!, late!);
  } catch (error) {
    // A generated run may do nothing but idle.
    assert.ok(error instanceof Incomparable, String(error));
    return undefined;
  }
}

function near(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${String(actual)} is not ${String(expected)}`);
}
