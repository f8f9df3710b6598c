import assert from 'node:assert/strict';
import type { Finding } from '../../src/core/finding.js';
import type { MeasuredCost } from '../../src/core/measured-cost.js';
import { askCosts } from '../../src/cost/ask.js';
import { CostMeter, type MeasureOptions } from '../../src/cost/measure.js';
import type { Capture, ReachedFile } from '../../src/profile/profile.js';
import { profileOf, type StackSample } from '../support/profile-of.js';

const FILE = '/app/src/report.js';
const URL = `file://${FILE}`;
const JOBS = ['processTicksAndRejections node:internal/process/task_queues:67:35', 'runMicrotasks'];

/** Lines count from 1: `report` is on 3, its loop on 5 to 8. */
const TEXT = `import { find, format } from './store.js';

export async function report(ids) {
  const rows = [];
  for (const id of ids) {
    const row = await find(id);
    rows.push(row);
  }
  return format(rows);
}

export function never(ids) {
  for (const id of ids) find(id);
}
`;

const REPORT = `report ${URL}:3:30`;
const FIND = 'find file:///app/src/store.js:4:27';
const FORMAT = 'format file:///app/src/store.js:20:23';
const OTHER = 'main file:///app/src/main.js:1:15';

/** The call on `find(id)` of a function as a finding whose evidence is the loop around it. */
function finding(text = TEXT, of = 'report', ruleId = 'slow'): Finding {
  const from = text.indexOf(`function ${of}`);
  const call = text.indexOf('find(id)', from);
  const loop = text.indexOf('for (', from);
  return {
    ruleId, span: { path: FILE, start: call, end: call + 4 }, message: 'slow', severity: 'warning', confidence: 'high', fixable: false, fingerprint: of,
    evidence: [{ span: { path: FILE, start: loop, end: loop + 3 }, text: 'this loop', certainty: 'proven' }],
  };
}

interface World {
  readonly text?: string;
  readonly of?: string;
  readonly category?: string;
  readonly reached?: readonly ReachedFile[];
  readonly options?: MeasureOptions;
}

function cost(samples: readonly StackSample[], { text = TEXT, of = 'report', category = 'compute', reached, options }: World = {}): MeasuredCost {
  const questions = askCosts([finding(text, of)], () => text, () => category);
  const capture = reached && ({ reached } as unknown as Capture);
  const found = new CostMeter([{ profiles: [profileOf(samples)], capture }], options).answer(questions)[0]?.cost;
  assert.ok(found);
  return found;
}

const ran = (calls: number, name = 'report', line = 3, column = 8, endLine = 10): ReachedFile['functions'][number] => ({ name, line, column, endLine, endColumn: 2, calls });

describe('measured cost', () => {
  it('is the time of the lines in the loop and of what only the loop calls', () => {
    const { state, scope, self, total, most, run, samples, text } = cost([
      { stack: [REPORT], line: 6, times: 10 },
      { stack: [REPORT], line: 4, times: 5 },
      { stack: [REPORT, FIND], line: 5, times: 20 },
      { stack: [REPORT, FORMAT], line: 21, times: 30 },
      { stack: [OTHER], line: 2, times: 35 },
    ]);
    assert.deepEqual({ state, scope, self, total, most, run, samples }, { state: 'measured', scope: 'loop', self: 10_000, total: 30_000, most: 30_000, run: 100_000, samples: 30 });
    assert.equal(text, '30.0 ms of 100 ms (30.0 %) in this loop');
  });

  it('leaves idling out of the run', () => {
    assert.equal(cost([{ stack: [REPORT, FIND], times: 10 }, { stack: ['(idle)'], times: 90 }, { stack: ['(garbage collector)'], times: 10 }]).share, 0.5);
  });

  it('goes on after an await, where nobody stands above the function any more', () => {
    const { total } = cost([
      { stack: [...JOBS, REPORT], line: 7, times: 10 },
      { stack: [...JOBS, REPORT, FIND], times: 10 },
    ]);
    assert.equal(total, 20_000);
  });

  it('has what goes on after an await of callees that nobody else was seen to call', () => {
    const resumed: readonly StackSample[] = [{ stack: [REPORT, FIND], times: 6 }, { stack: [...JOBS, FIND], times: 30 }];
    assert.equal(cost(resumed).total, 36_000);
    assert.equal(cost([...resumed, { stack: [OTHER, FIND], times: 1 }]).total, 6_000, 'another caller was seen');
    assert.equal(cost([{ stack: [REPORT, FIND], times: 1 }, { stack: [...JOBS, FIND], times: 30 }]).total, 1_000, 'one call proves nothing');
  });

  it('counts recursion once', () => {
    const { total, share } = cost([{ stack: [REPORT, FIND, REPORT, FIND, REPORT, FIND], times: 50 }, { stack: [REPORT, FIND, REPORT], line: 6, times: 50 }]);
    assert.equal(total, 100_000);
    assert.equal(share, 1);
  });

  it('is a range where the rest of the function may have called the same', () => {
    const text = TEXT.replace('return format(rows);', 'return find(rows);   ');
    const { total, most, text: words } = cost([{ stack: [REPORT, FIND], times: 60 }, { stack: [REPORT], line: 6, times: 20 }, { stack: [OTHER], times: 20 }], { text });
    assert.deepEqual({ total, most }, { total: 20_000, most: 80_000 });
    assert.equal(words, '20.0 ms to 80.0 ms of 100 ms (20.0 % to 80.0 %) in this loop');
  });

  it('is a range where the profile has no lines', () => {
    const { total, most } = cost([{ stack: [REPORT], times: 5 }, { stack: [REPORT, FIND], times: 5 }]);
    assert.deepEqual({ total, most }, { total: 5_000, most: 10_000 });
  });

  it('has callbacks that are written in the scope, wherever they run', () => {
    const text = `export async function report(ids) {
  const before = ids.map((id) => id * 2);
  const rows = await Promise.all(ids.map(async (id) => {
    await find(id);
  }));
  return rows;
}
`;
    const start = text.indexOf('find(id)');
    const found = { ...finding(text), span: { path: FILE, start, end: start + 4 }, evidence: [{ span: { path: FILE, start: text.lastIndexOf('map'), end: text.lastIndexOf('map') + 3 }, text: '', certainty: 'proven' as const }] };
    const report = `report ${URL}:1:30`;
    const callback = ` ${URL}:3:42`;
    const questions = askCosts([found], () => text, () => 'compute');
    const profile = profileOf([
      { stack: [report, callback], line: 4, times: 10 },
      { stack: [...JOBS, callback, FIND], times: 10 },
      { stack: [report, ` ${URL}:2:26`], line: 2, times: 10 },
    ]);
    const answer = new CostMeter([{ profiles: [profile], capture: undefined }]).answer(questions)[0]?.cost;
    assert.deepEqual([answer?.scope, answer?.total, answer?.most], ['loop', 20_000, 20_000]);
  });

  it('adds threads and runs together', () => {
    const questions = askCosts([finding()], () => TEXT, () => 'compute');
    const profile = (times: number) => profileOf([{ stack: [REPORT, FIND], times }, { stack: [OTHER], times }]);
    const meter = new CostMeter([{ profiles: [profile(10), profile(20)], capture: undefined }, { profiles: [profile(30), profileOf([{ stack: [OTHER] }], { kind: 'heap', unit: 'bytes' })], capture: undefined }]);
    const { total, run } = meter.answer(questions)[0]?.cost ?? {};
    assert.deepEqual({ total, run }, { total: 60_000, run: 120_000 });
    assert.equal(new CostMeter([{ profiles: [profileOf([], { kind: 'heap', unit: 'bytes' })], capture: undefined }]).measures, false);
  });

  it('is in samples where the profile says no interval', () => {
    const questions = askCosts([finding()], () => TEXT, () => 'compute');
    const profile = profileOf([{ stack: [REPORT, FIND], times: 30, time: 1 }, { stack: [OTHER], times: 70, time: 1 }], { unit: 'samples' });
    assert.equal(new CostMeter([{ profiles: [profile], capture: undefined }]).answer(questions)[0]?.cost?.text, '30 samples of 100 samples (30.0 %) in this loop');
  });

  it('is not asked of findings about comments', () => {
    assert.deepEqual(askCosts([finding()], () => TEXT, () => 'review').findings, []);
  });

  it('survives a file that cannot be read any more', () => {
    assert.deepEqual(askCosts([finding()], () => undefined, () => 'compute'), { files: [], findings: [] });
  });
});

describe('a finding that is cheap here', () => {
  const elsewhere = (times: number): StackSample => ({ stack: [OTHER], times });

  it('took next to nothing of a run of many samples', () => {
    const { state, text } = cost([{ stack: [REPORT, FIND], times: 1 }, elsewhere(3000)]);
    assert.equal(state, 'cheap');
    assert.equal(text, 'cheap here: at most 6.00 ms of 3.00 s');
  });

  it('is not told from few samples', () => {
    assert.equal(cost([{ stack: [REPORT, FIND], times: 1 }, elsewhere(300)]).state, 'measured');
  });

  it('is not told of waiting while the run idled', () => {
    const samples = [{ stack: [REPORT, FIND], times: 1 }, elsewhere(3000)];
    const idle = { stack: ['(idle)'], times: 100 };
    assert.equal(cost([...samples, idle], { category: 'async' }).state, 'measured');
    assert.equal(cost([...samples, idle]).state, 'cheap', 'of work it is');
    const { state, text, waits } = cost(samples, { category: 'async' });
    assert.deepEqual([state, waits], ['cheap', true]);
    assert.equal(text, 'cheap here: at most 6.00 ms of 3.00 s, all waiting of the run included');
  });

  it('is not told of queries while libraries worked by themselves', () => {
    const samples = [{ stack: [REPORT, FIND], times: 1 }, elsewhere(3000)];
    assert.equal(cost(samples, { category: 'database' }).state, 'cheap');
    assert.equal(cost([...samples, { stack: ['onData file:///app/node_modules/driver/index.js:1:1'], times: 100 }], { category: 'database' }).state, 'measured');
  });

  it('is never told of memory', () => {
    assert.equal(cost([{ stack: [REPORT, FIND], times: 1 }, elsewhere(3000)], { category: 'memory' }).state, 'measured');
  });
});

describe('a finding that did not run', () => {
  const samples: readonly StackSample[] = [{ stack: [REPORT, FIND], times: 10 }];

  it('is not reached where the runner saw that its function never ran', () => {
    for (const functions of [[ran(2), ran(0, 'never', 12, 8, 14)], [ran(2)]]) {
      const { state, text } = cost(samples, { of: 'never', reached: [{ url: URL, functions }] });
      assert.deepEqual([state, text], ['not-reached', 'not reached in this run']);
    }
  });

  it('is not reached where its file was not loaded, as others of its kind were', () => {
    const answer = (reached: readonly string[]) => {
      const other = { ...finding(), span: { ...finding().span, path: '/app/src/other.js' }, evidence: [] };
      const questions = askCosts([finding(), other], () => TEXT, () => 'compute');
      const capture = { reached: reached.map((url) => ({ url, functions: [] })) } as unknown as Capture;
      return new CostMeter([{ profiles: [profileOf([{ stack: [OTHER] }])], capture }]).answer(questions)[0]?.cost.text;
    };
    assert.equal(answer(['file:///app/src/other.js']), 'not reached: its file was not loaded in this run');
    assert.equal(answer(['file:///app/dist/bundle.js']), 'not in this profile', 'it may be in the bundle');
  });

  it('is only not seen where nobody asked which functions ran', () => {
    assert.equal(cost(samples, { of: 'never' }).text, 'not seen in this profile: too short for a sample, or it did not run');
    assert.equal(cost([{ stack: [OTHER] }]).text, 'not in this profile');
  });

  it('ran where it was reached, if for no sample', () => {
    const { state, text } = cost([{ stack: [OTHER], times: 100 }], { reached: [{ url: URL, functions: [ran(1)] }] });
    assert.deepEqual([state, text], ['measured', 'ran, but no sample fell into this loop']);
  });

  it('is not told of a function that may have had another name then', () => {
    assert.equal(cost([{ stack: [`older ${URL}:12:22`], times: 10 }], { of: 'never' }).state, 'unknown');
    assert.equal(cost(samples, { of: 'never', reached: [{ url: URL, functions: [ran(2), ran(2, 'older', 12, 8, 14)] }] }).state, 'not-seen');
  });
});

describe('a profile of an older text', () => {
  const samples: readonly StackSample[] = [{ stack: [REPORT], line: 6, times: 10 }, { stack: [REPORT], line: 4, times: 10 }];

  it('is followed when lines above come and go', () => {
    for (const text of [`// one\n// two\n${TEXT}`, TEXT.slice(TEXT.indexOf('export'))]) {
      const { scope, total } = cost(samples, { text });
      assert.deepEqual([scope, total], ['loop', 10_000]);
    }
  });

  it('does not know where in the function what was inlined into it was called: V8 gives the lines that it has in its own file', () => {
    const { scope, total, most } = cost([{ stack: [REPORT], line: 40, times: 10 }, { stack: [REPORT], line: 6, times: 10 }]);
    assert.deepEqual([scope, total, most], ['loop', 10_000, 20_000]);
  });

  it('counts the whole function where the file was written later, unless it is as long as it was', () => {
    const options = { isNewer: () => true };
    const { scope, total, text } = cost(samples, { options });
    assert.deepEqual([scope, total, text], ['function', 20_000, '20.0 ms of 20.0 ms (100 %) in its function, whose file is newer']);
    const behind = (line: number): StackSample => ({ stack: [`never ${URL}:${line}:22`], line: 13 });
    assert.equal(cost([...samples, behind(12)], { options }).scope, 'loop', 'the function behind it is where it was');
    assert.equal(cost([...samples, behind(13)], { options }).scope, 'function', 'the function behind it has come nearer');
    assert.equal(cost(samples, { options, reached: [{ url: URL, functions: [ran(1)] }] }).scope, 'loop');
    assert.equal(cost(samples, { options, reached: [{ url: URL, functions: [ran(1, 'report', 3, 8, 15)] }] }).scope, 'function');
  });
});
