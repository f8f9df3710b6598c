import assert from 'node:assert/strict';
import { comparisonJson, comparisonMarkdown, comparisonText } from '../../src/cli/comparison-report.js';
import { compareSides, type CompareOptions } from '../../src/profile/compare/compare-sides.js';
import type { Comparison } from '../../src/profile/compare/comparison.js';
import { SideBuilder } from '../../src/profile/compare/side.js';
import { runOf, stackedProfile, type Stacks } from '../profile/compare/stacked-profile.js';

const BEFORE: Stacks = { 'main app.ts:1 > render view.ts:5': 60_000, 'main app.ts:1 > parse parse.ts:9': 40_000 };
const AFTER: Stacks = { 'main app.ts:1 > render view.ts:7': 30_000, 'main app.ts:1 > parse parse.ts:9': 40_000 };

function compared(before: Stacks, after: Stacks, runs = 5, options: CompareOptions = { takingTurns: true }, kind: 'cpu' | 'heap' = 'cpu'): Comparison {
  const [early, late] = [before, after].map((stacks) => {
    const side = new SideBuilder(kind);
    for (let run = 0; run < runs; run++) {
      const varied = Object.fromEntries(Object.entries(stacks).map(([stack, amount]) => [stack, amount * (1 + run / 1000)]));
      side.add(runOf(stackedProfile(varied, { kind, unit: kind === 'heap' ? 'bytes' : 'microseconds' })));
    }
    return side.build();
  });
  return compareSides(early!, late!, options);
}

describe('the report of a comparison', () => {
  it('begins with the verdict, then names what changed', () => {
    assert.equal(comparisonText(compared(BEFORE, AFTER), false), `Faster: 30.0 % less time in samples (−30.2 % to −29.8 % with 98 % confidence)
Median 100 ms before (5 runs), 70.1 ms after (5 runs)

Functions that changed, without their callees:

   Before    After    Change  Of the run
  60.1 ms  30.1 ms  −30.1 ms     −30.0 %  faster  render  view.ts:7 (was line 5)

Note: Time is what samples say, waiting for a busy processor included: profiles recorded by Perf Review also say the time on a processor, which tells changes apart with fewer runs.
`);
    assert.match(comparisonText(compared(AFTER, BEFORE), false), /^Slower: 42\.9 % more time in samples \(\+42\.\d % to \+43\.\d %/);
  });

  it('says so when there is nothing, not enough, or too little to say', () => {
    assert.match(comparisonText(compared(BEFORE, BEFORE), false), /^About the same: time in samples −0\.3 % to \+0\.3 % with 98 % confidence\n.*\n\nNo function changed in a way that can be told from chance\.\n/);
    assert.match(comparisonText(compared(BEFORE, AFTER, 4), false), /^Not enough runs for a verdict: 4 of 5 before and 4 of 5 after \(time in samples −30\.0 %\)\n/);
    assert.match(comparisonText(compared(BEFORE, AFTER, 5, { takingTurns: true, threshold: 0.5 }), false), /^No difference shown: time in samples −30\.2 % to −29\.8 %/);
  });

  it('has colours only where they are wanted', () => {
    assert.match(comparisonText(compared(BEFORE, AFTER), true), /^\u001B\[32m.*Faster/);
    assert.ok(!comparisonText(compared(BEFORE, AFTER), false).includes('\u001B'));
  });

  it('does not call memory fast', () => {
    const comparison = compared(BEFORE, AFTER, 5, { takingTurns: true }, 'heap');
    assert.match(comparisonText(comparison, false), /^Less: 30\.0 % less allocated memory .*\nMedian 97\.9 KiB before/);
    assert.equal(JSON.parse(comparisonJson(comparison)).verdict, 'less');
  });

  it('is the same in Markdown and JSON', () => {
    const comparison = compared(BEFORE, AFTER);
    assert.match(comparisonMarkdown(comparison), /^\*\*Faster: 30\.0 % less .*\*\*\n[^]*\n\| 60\.1 ms \| 30\.1 ms \| −30\.1 ms \| −30\.0 % \| faster \| `render` view\.ts:7 \(was line 5\) \|\n/);
    const { functions, ...whole } = JSON.parse(comparisonJson(comparison));
    assert.deepEqual(Object.keys(whole), ['version', 'verdict', 'before', 'after', 'change', 'interval', 'probability', 'measure', 'unit', 'level', 'least_runs', 'took_turns', 'runs', 'notes']);
    assert.deepEqual([whole.verdict, whole.measure, whole.unit, whole.runs.before.length, whole.level], ['faster', 'sampled-time', 'microseconds', 5, 0.98]);
    assert.ok(Math.abs(whole.change + 0.3) < 0.01 && whole.interval[0] < -0.3 && whole.interval[1] > -0.3);
    assert.deepEqual(functions.map(({ name, url, line, verdict, moved_from }: Record<string, unknown>) => [name, url, line, verdict, moved_from]), [
      ['render', 'view.ts', 7, 'faster', { path: 'view.ts', line: 5 }],
      ['parse', 'parse.ts', 9, 'same', null],
    ]);
    assert.deepEqual(Object.keys(functions[0]), ['name', 'url', 'line', 'column', 'moved_from', 'verdict', 'before', 'after', 'change', 'interval', 'probability', 'total_before', 'total_after']);
  });

  it('has no interval where there are too few runs for one', () => {
    assert.equal(JSON.parse(comparisonJson(compared(BEFORE, AFTER, 1))).interval, null);
  });

  it('shows names of a profile as text and nothing else', () => {
    const evil = '<b>`|x\u001B[31m';
    const comparison = compared({ [`${evil} a.ts:1`]: 1000 }, { [`${evil} a.ts:1`]: 100 });
    assert.ok(!comparisonText(comparison, false).includes('\u001B'));
    assert.ok(comparisonMarkdown(comparison).includes('``<b>`\\|x\uFFFD[31m`` a.ts:1'));
    assert.equal(JSON.parse(comparisonJson(comparison)).functions[0].name, evil);
  });
});
