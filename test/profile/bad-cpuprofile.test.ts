import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UnreadableProfile } from '../../src/profile/formats/format.js';
import { readProfile } from '../../src/profile/formats/index.js';
import type { Profile } from '../../src/profile/profile.js';
import { assertSound, bytesOf, nameOf, v8Profile } from './generated-profile.js';

const frame = (functionName: string, more: object = {}): object => ({ functionName, scriptId: '1', url: 'file:///a.js', lineNumber: 0, columnNumber: 0, ...more });
const ROOT = { id: 1, callFrame: frame('(root)', { url: '', lineNumber: -1, columnNumber: -1 }), hitCount: 0 };
const node = (id: unknown, name: string, more: object = {}): object => ({ id, callFrame: frame(name), hitCount: 1, ...more });
const file = (nodes: readonly unknown[], more: object = {}): object => ({ nodes, startTime: 0, endTime: 100, samples: [2, 3], timeDeltas: [10, 40], ...more });

function read(value: unknown): Profile {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : bytesOf(value);
  const [profile] = readProfile(bytes, 'bad.cpuprofile').profiles;
  assert.ok(profile);
  assertSound(profile);
  return profile;
}

/** Each call with its callers and its own time. */
function stacks({ nodes, frames }: Profile): Readonly<Record<string, number>> {
  const way = (call: number): string => (call === 0 ? '' : `${way(nodes.parent[call] as number)}/${nameOf(frames, nodes.frame[call] as number)}`);
  return Object.fromEntries(Array.from(nodes.self, (self, call) => [way(call), self]));
}

describe('a V8 CPU profile that is not as V8 writes it', () => {
  it('may name callers instead of callees, have its keys in any order and others, and spaces', () => {
    const parents = file([ROOT, node(2, 'a', { parent: 1 }), node(3, 'b', { parent: 2 })]);
    const children = file([{ ...ROOT, children: [2] }, node(2, 'a', { children: [3] }), node(3, 'b')]);
    assert.deepEqual(stacks(read(parents)), { '': 0, '/a': 40, '/a/b': 50 });
    assert.deepEqual(read(children), read(parents));
    const { nodes, ...rest } = children as { nodes: object };
    assert.deepEqual(read({ before: { nested: ['"}', { nodes: 1 }] }, ...rest, nodes, after: null }), read(children));
    const turned = JSON.stringify(children, (key, value: unknown) => (Array.isArray(value) || typeof value !== 'object' || value === null ? value : Object.fromEntries(Object.entries(value).reverse())));
    assert.deepEqual(stacks(read(turned)), stacks(read(children)));
    assert.deepEqual(read(JSON.stringify(children, undefined, '\t')), read(children));
  });

  it('may have its nodes in any order', () => {
    const profile = read(file([node(3, 'b'), node(2, 'a', { children: [3] }), { ...ROOT, children: [2] }]));
    assert.deepEqual(stacks(profile), { '': 0, '/a': 40, '/a/b': 50 });
    assert.deepEqual(profile.notes, []);
  });

  it('may have names of any characters, by escapes or as they are', () => {
    for (const name of ['ключ', '𝒇', '"\\}{', '<img src=x onerror=alert(1)>', '\u0000\u001f', '\ud800', 'a'.repeat(100_000)]) {
      const profile = read(file([{ ...ROOT, children: [2] }, node(2, name, { children: [3] }), node(3, name)]));
      assert.ok(profile.frames.strings.includes(name), name.slice(0, 20));
    }
    const escaped = JSON.stringify(file([{ ...ROOT, children: [2] }, node(2, 'NAME')])).replace('NAME', '\\u0041\\ud835\\udc87\\n');
    assert.ok(read(escaped).frames.strings.includes('A𝒇\n'));
    const raw = JSON.stringify(file([{ ...ROOT, children: [2] }, node(2, 'NAME')])).replace('NAME', 'a\nb');
    assert.ok(read(raw).frames.strings.includes('a b'), 'characters that ought to be escaped');
  });

  it('may have ids that are sparse, huge, fractions, negative, or no numbers', () => {
    for (const id of [1e9, 2 ** 53, 1.5, -7]) {
      const profile = read(file([{ ...ROOT, children: [id] }, node(id, 'a')], { samples: [id, id] }));
      assert.deepEqual(stacks(profile), { '': 0, '/a': 90 }, String(id));
    }
    assert.deepEqual(stacks(read(file([{ ...ROOT, children: ['x'] }, node('x', 'a')], { samples: ['x'], timeDeltas: [0] }))), { '': 100, '/a': 0 });
  });

  it('may say an id twice, call in circles, or name calls that are not there', () => {
    const twice = read(file([{ ...ROOT, children: [2] }, node(2, 'a'), node(2, 'b')]));
    assert.match(twice.notes.join(' '), /^1 call has the id of another: its samples/);
    const circle = read(file([{ ...ROOT, children: [] }, node(2, 'a', { children: [3] }), node(3, 'b', { children: [2] })]));
    assert.match(circle.notes.join(' '), /1 ring of calls that call each other was cut open: it stands at the root/);
    assert.equal(circle.total, 90);
    const itself = read(file([ROOT, node(2, 'a', { children: [2] })]));
    assert.match(itself.notes.join(' '), /1 call has no caller in the file: it stands/);
    const unknown = read(file([{ ...ROOT, children: [2, 9] }, node(2, 'a')]));
    assert.match(unknown.notes.join(' '), /1 sample names a call that the file does not hold: its time/);
    assert.deepEqual(stacks(unknown), { '': 50, '/a': 40 });
  });

  it('may have times that are none, or fall, or lack', () => {
    const tree = [{ ...ROOT, children: [2, 3] }, node(2, 'a'), node(3, 'b')];
    const timed = (timeDeltas: unknown, more: object = {}): Profile => read(file(tree, { samples: [2, 3, 2], timeDeltas, ...more }));
    assert.match(timed([10, null, 1e300]).notes.join(' '), /2 times between samples are no times/);
    assert.match(timed([10, 40, -20]).notes.join(' '), /^1 sample was written out of order: all stand in the order of their times\.$/);
    const falling = (count: number): Profile => timed(Array.from({ length: count }, (_, at) => (at === 2 ? -1 : 10)), { samples: Array.from({ length: count }, () => 2) });
    assert.deepEqual([falling(99), falling(100)].map(({ notes }) => notes.length), [1, 0], 'V8 does so itself, seldom');
    assert.deepEqual([...timed([10, 40, -20]).samples?.start ?? []], [0, 20, 40, 90]);
    assert.deepEqual(stacks(timed([0, 0, 0], { endTime: 30 })), { '': 0, '/a': 30, '/b': 0 });
    assert.deepEqual([...timed(undefined, { endTime: 30 }).samples?.start ?? []], [0, 10, 20, 30]);
    assert.deepEqual([...timed([10, 40]).samples?.start ?? []], [0, 40, 65, 90], 'what has no time is spread over what is left');
    assert.deepEqual([...timed([10, 40, 20], { endTime: undefined, startTime: undefined }).samples?.start ?? []], [0, 40, 60, 90], 'the last sample lasts as long as others');
    assert.equal(timed([10, 40, 20], { endTime: 5 }).total, 90);
    assert.equal(timed([10, 40, 20], { endTime: 1e300 }).total, 90, 'an end that is no time is not known');
  });

  it('may have no samples: then calls have what was counted', () => {
    const profile = read({ nodes: [{ ...ROOT, children: [2, 3] }, node(2, 'a', { hitCount: 3 }), node(3, 'b')], startTime: 0, endTime: 80 });
    assert.deepEqual(stacks(profile), { '': 0, '/a': 60, '/b': 20 });
    assert.deepEqual([profile.unit, profile.samples], ['microseconds', undefined]);
    const counts = read({ nodes: [{ ...ROOT, children: [2] }, node(2, 'a', { hitCount: 3 })] });
    assert.deepEqual([counts.unit, counts.total], ['samples', 3]);
  });

  it('may be as deep as a file can be', () => {
    const depth = 200_000;
    const nodes = [{ ...ROOT, children: [2] }, ...Array.from({ length: depth }, (_, index) => node(index + 2, 'f', index + 1 < depth ? { children: [index + 3] } : {}))];
    assert.equal(read(file(nodes, { samples: [depth + 1, 2] })).nodes.count, depth + 1);
  });

  it('may hold two calls of one function by one caller, which become one', () => {
    const script = (id: number, scriptId: string): object => ({ id, callFrame: frame('a', { scriptId }), hitCount: 1, positionTicks: [{ line: 4, ticks: id }] });
    const profile = read(file([{ ...ROOT, children: [2, 3] }, script(2, '5'), script(3, '6')]));
    assert.deepEqual(stacks(profile), { '': 0, '/a': 90 });
    assert.deepEqual([[...profile.lineTicks.node], [...profile.lineTicks.ticks]], [[1, 1], [2, 3]]);
  });

  it('keeps what our own runner left in it, and believes none of it', () => {
    const capture = { version: 1, pid: 7, threadId: 0, parentPid: '8', title: 'x"}', arguments: ['a', 3], workingFolder: '/w', sourceMaps: { 'a.js': '{}', 'b.js': 4 }, reached: [{ url: 'a.js', functions: [{ name: 'f', line: -1 }, 3] }, null] };
    const { capture: kept } = readProfile(bytesOf(file([ROOT], { perfReview: capture })), 'bad.cpuprofile');
    assert.deepEqual(kept, {
      version: 1, pid: 7, threadId: 0, parentPid: 0, title: 'x"}', arguments: ['a'], workingFolder: '/w', sourceMaps: { 'a.js': '{}' },
      reached: [{ url: 'a.js', functions: [{ name: 'f', line: 0, column: 0, endLine: 0, endColumn: 0, calls: 0 }] }],
    });
    for (const other of [{ ...capture, version: 2 }, 'x', null, []]) assert.equal(readProfile(bytesOf(file([ROOT], { perfReview: other })), 'bad.cpuprofile').capture, undefined);
  });

  it('is shown or refused with a sentence, whatever bytes are changed', () => {
    fc.assert(
      fc.property(v8Profile('any', { longest: 12 }), fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...'{}[]",:\\-0e'), fc.string({ maxLength: 3 }))), { minLength: 1, maxLength: 6 }), (profile, changes) => {
        let text = JSON.stringify(profile);
        for (const [at, change] of changes) text = text.slice(0, at % text.length) + change + text.slice((at % text.length) + 1);
        try {
          read(text);
        } catch (error) {
          assert.ok(error instanceof UnreadableProfile, String(error));
          assert.match(error.message, /^The file .*\.$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is shown or refused with a sentence, whatever values stand in it', () => {
    const any = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.nat(5), fc.constantFrom(-1, 1e300, 0.5));
    const list = fc.oneof({ weight: 5, arbitrary: fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, any)) }, any);
    const call = fc.record({ id: fc.oneof(fc.nat(5), any), callFrame: fc.oneof(fc.constant(frame('f')), fc.record({ functionName: any, url: any, lineNumber: any, columnNumber: any }), any), hitCount: any, children: list, parent: any, positionTicks: fc.array(fc.record({ line: any, ticks: any })) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.record({ nodes: fc.oneof({ weight: 9, arbitrary: fc.array(fc.oneof({ weight: 9, arbitrary: call }, any)) }, any), samples: list, timeDeltas: list, startTime: any, endTime: any }, { requiredKeys: [] }), (value) => {
        try {
          read(value);
        } catch (error) {
          assert.ok(error instanceof UnreadableProfile, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
