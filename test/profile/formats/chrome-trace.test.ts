import assert from 'node:assert/strict';
import { Session, type Profiler } from 'node:inspector/promises';
import fc from 'fast-check';
import { chromeTrace } from '../../../src/profile/formats/chrome-trace.js';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { formatOf, readProfile } from '../../../src/profile/formats/index.js';
import type { Profile } from '../../../src/profile/profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function readAll(trace: unknown): readonly Profile[] {
  const { profiles } = chromeTrace.read(bytes(typeof trace === 'string' ? trace : JSON.stringify(trace)), 'Trace.json');
  profiles.forEach(assertSound);
  return profiles;
}

interface TraceEvent {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** A profile as V8 writes it into a trace: nodes name their callers, in chunks of so many samples, in the wrong order. */
function traced(file: Profiler.Profile, chunk: number, thread = { pid: 7, tid: 8, id: '0x1' }): readonly TraceEvent[] {
  const callers = new Map(file.nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id] as const)));
  const nodes = file.nodes.map(({ id, callFrame }) => ({ id, callFrame, ...(callers.has(id) ? { parent: callers.get(id) } : {}) }));
  const chunks: TraceEvent[] = [];
  for (let at = 0; at < (file.samples ?? []).length; at += chunk) {
    const part = { cpuProfile: { ...(at === 0 ? { nodes } : {}), samples: file.samples?.slice(at, at + chunk) }, timeDeltas: file.timeDeltas?.slice(at, at + chunk), lines: file.samples?.slice(at, at + chunk).map((id) => id % 3) };
    chunks.unshift({ name: 'ProfileChunk', ph: 'P', ...thread, tid: 99, ts: 1000 + at, args: { data: part } });
  }
  return [{ name: 'Profile', ph: 'P', ...thread, ts: 1, args: { data: { startTime: file.startTime } } }, ...chunks];
}

const NOISE: readonly TraceEvent[] = [
  { name: 'RunTask', ph: 'X', pid: 7, tid: 8, args: { data: { text: 'a "quoted" {brace] \\', list: [[1, { a: [] }]], mention: 'ProfileChunk' } } },
  { name: 'thread_name', ph: 'M', pid: 7, tid: 8, args: { name: 'CrRendererMain' } },
];
const call = (functionName: string): Profiler.Profile['nodes'][number]['callFrame'] => ({ functionName, url: 'https://a.test/a.js', scriptId: '1', lineNumber: 2, columnNumber: 4 });
const SMALL: Profiler.Profile = {
  nodes: [{ id: 1, callFrame: { ...call('(root)'), url: '', lineNumber: -1, columnNumber: -1 }, children: [2] }, { id: 2, callFrame: call('main'), children: [3] }, { id: 3, callFrame: call('work') }],
  samples: [2, 3, 3, 2], timeDeltas: [10, 10, 20, 30], startTime: 100, endTime: 200,
};

describe('traces of Chrome', () => {
  it('hold the same as a CPU profile of its own, whatever the size of their chunks', async () => {
    const file = await profiled();
    const stacks = selfByStack(readProfile(bytes(JSON.stringify(file)), 'a.cpuprofile').profiles[0] as Profile);
    for (const chunk of [1, 7, 10_000]) {
      const events = [...NOISE, ...traced(file, chunk)];
      // Chunks do not say when the run ended, so the last sample may be shorter.
      const [profile] = readAll({ traceEvents: [...events, { name: 'ProfileChunk', ph: 'P', pid: 7, id: '0x1', ts: 1e9, args: { data: { endTime: file.endTime } } }] });
      assert.ok(profile);
      assert.deepEqual(selfByStack(profile), stacks);
      assert.equal(profile.name, 'CrRendererMain (process 7)');
      assert.deepEqual(selfByStack(readAll(events)[0] as Profile), selfByStack(readAll({ metadata: { a: [{}] }, traceEvents: events })[0] as Profile));
    }
  });

  it('hold a profile for each thread, the one of most samples first, with its line ticks', () => {
    const profiles = readAll([...traced({ ...SMALL, samples: [2] }, 5), ...traced(SMALL, 5, { pid: 7, tid: 12, id: '0x2' })]);
    assert.deepEqual(profiles.map(({ name, samples }) => [name, samples?.count]), [['thread 12 (process 7)', 4], ['thread 8 (process 7)', 1]]);
    const [{ lineTicks }] = profiles as [Profile];
    assert.deepEqual([...lineTicks.line].map((line, index) => [line, lineTicks.ticks[index]]), [[2, 2]]);
  });

  it('of older browsers hold a whole profile in one event', () => {
    const [profile] = readAll([{ name: 'CpuProfile', ph: 'I', pid: 1, tid: 2, args: { data: { cpuProfile: SMALL } } }]);
    assert.deepEqual(selfByStack(profile as Profile), { 'main (https://a.test/a.js:3:5)': 40, 'main (https://a.test/a.js:3:5) > work (https://a.test/a.js:3:5)': 50 });
  });

  it('are recognised before the CPU profile that they hold', () => {
    for (const trace of [{ traceEvents: traced(SMALL, 5) }, traced(SMALL, 5), { metadata: { source: 'DevTools' }, traceEvents: [] }]) assert.equal(formatOf(bytes(JSON.stringify(trace)), 'x.json')?.id, 'chrome-trace');
    assert.equal(formatOf(bytes(JSON.stringify(SMALL)), 'x.json')?.id, 'cpuprofile');
    assert.equal(formatOf(bytes('[{"a": 1}]'), 'x.json'), undefined);
  });

  it('that are cut off show what came before, and say so', () => {
    const text = JSON.stringify({ traceEvents: [...traced(SMALL, 5), ...NOISE] });
    const [profile] = readAll(text.slice(0, -40));
    assert.equal(profile?.total, readAll(text)[0]?.total);
    assert.match(profile?.notes.join() ?? '', /cut off/);
  });

  it('without samples are refused in a sentence', () => {
    for (const trace of [[], { traceEvents: NOISE }, traced({ ...SMALL, samples: [] }, 5), { traceEvents: 5 }, '{"traceEvents":[{"name":"Prof']) assert.throws(() => readAll(trace), /holds no CPU profile/);
  });

  it('of any JSON, or none, end in a profile or a refusal', () => {
    const event = fc.record({ name: fc.constantFrom('Profile', 'ProfileChunk', 'CpuProfile', 'thread_name'), pid: fc.jsonValue(), id: fc.constantFrom('0x1', 2), ts: fc.jsonValue(), args: fc.oneof(fc.jsonValue(), fc.record({ data: fc.record({ cpuProfile: fc.oneof(fc.jsonValue(), fc.constant(SMALL), fc.record({ nodes: fc.array(fc.record({ id: fc.nat(4), parent: fc.nat(4), children: fc.array(fc.nat(4)) })), samples: fc.array(fc.nat(6)) })), timeDeltas: fc.array(fc.oneof(fc.integer(), fc.jsonValue())), lines: fc.jsonValue() }) })) }, { requiredKeys: ['name'] });
    const attempt = (trace: unknown): void => {
      try {
        readAll(trace);
      } catch (error) {
        assert.ok(error instanceof UnreadableProfile, String(error));
      }
    };
    fc.assert(fc.property(fc.array(fc.oneof(event, fc.jsonValue())), attempt));
    fc.assert(fc.property(fc.string(), (text) => attempt(`{"traceEvents":[${text}`)));
  });
});

async function profiled(): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  for (let round = 0; round < 30; round++) fibonacci(18);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
