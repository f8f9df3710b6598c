import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCpuProfile } from '../../src/profile/formats/cpuprofile.js';
import { UnreadableProfile } from '../../src/profile/formats/format.js';
import { readProfile } from '../../src/profile/formats/index.js';
import { FrameKind, type Profile } from '../../src/profile/profile.js';
import { bytesOf, v8Profile } from './generated-profile.js';

const encoder = new TextEncoder();

/** A profile as V8 writes it, with changes. */
function file(changes: object = {}): object {
  const call = (id: number, functionName: string, children: readonly number[], more: object = {}): object => ({
    id,
    callFrame: { functionName, scriptId: String(id), url: functionName.startsWith('(') ? '' : 'file:///app.js', lineNumber: functionName.startsWith('(') ? -1 : id, columnNumber: functionName.startsWith('(') ? -1 : 4 },
    hitCount: 1,
    children,
    ...more,
  });
  return {
    nodes: [call(1, '(root)', [2, 3, 5]), call(2, '(idle)', []), call(3, 'a', [4]), call(4, 'b', [], { positionTicks: [{ line: 7, ticks: 2 }] }), call(5, '(garbage collector)', [])],
    startTime: 1000,
    endTime: 1100,
    samples: [2, 3, 4, 4, 5],
    timeDeltas: [10, 20, 20, 20, 20],
    ...changes,
  };
}

function read(value: unknown): Profile {
  return only(encoder.encode(typeof value === 'string' ? value : JSON.stringify(value)));
}

function only(bytes: Uint8Array): Profile {
  const [profile] = readProfile(bytes, 'test.cpuprofile').profiles;
  assert.ok(profile);
  return profile;
}

function* inPieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  const memory = new Uint8Array(Math.max(...sizes));
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = Math.min(sizes[piece % sizes.length] as number, bytes.length - at);
    memory.fill(0x58).set(bytes.subarray(at, at + size));
    at += size;
    yield memory.subarray(0, size);
  }
}

/** The tree as text: a line per call, indented, with its self time. */
function shown({ nodes, frames }: Profile): readonly string[] {
  return Array.from(nodes.frame, (frame, node) => `${'. '.repeat(nodes.depth[node] as number)}${frames.strings[frames.name[frame] as number] as string} ${String(nodes.self[node])}`);
}

describe('a V8 CPU profile', () => {
  it('is read into calls in depth-first order with the time that samples spent in each', () => {
    const profile = read(file());
    assert.deepEqual(shown(profile), ['(root) 0', '. (idle) 20', '. a 20', '. . b 40', '. (garbage collector) 10']);
    assert.deepEqual([...profile.nodes.total], [90, 20, 60, 40, 10]);
    assert.deepEqual([...profile.nodes.end], [5, 2, 4, 4, 5]);
    assert.deepEqual([...profile.samples?.start ?? []], [0, 20, 40, 60, 80, 90]);
    assert.equal(profile.total, 90);
    assert.equal(profile.startedAt, 1010);
    assert.deepEqual(profile.notes, []);
  });

  it('has 1-based places, and knows which frames are no functions', () => {
    const { frames } = read(file());
    assert.deepEqual([...frames.line], [0, 0, 4, 5, 0]);
    assert.deepEqual([...frames.column], [0, 0, 5, 5, 0]);
    assert.deepEqual([...frames.kind], [FrameKind.root, FrameKind.idle, FrameKind.code, FrameKind.code, FrameKind.collector]);
  });

  it('keeps line ticks at their node', () => {
    const { lineTicks, nodes, frames } = read(file());
    const node = lineTicks.node[0] as number;
    assert.equal(frames.strings[frames.name[nodes.frame[node] as number] as number], 'b');
    assert.deepEqual([lineTicks.count, lineTicks.line[0], lineTicks.ticks[0]], [1, 7, 2]);
  });

  it('is the same in pieces of any size, which may all be the same memory', () => {
    const indented = [undefined, 1];
    fc.assert(fc.property(v8Profile('any', { names: 12, longest: 90 }), fc.constantFrom(...indented), fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), fc.constantFrom(0, 0, 2, 5000), (profile, indent, sizes, firstId) => {
      const moved = { ...profile, nodes: profile.nodes.map((node) => ({ ...node, id: node.id + firstId, children: node.children.map((id) => id + firstId) })), samples: profile.samples.map((id) => id + firstId) };
      const bytes = encoder.encode(JSON.stringify(moved, undefined, indent));
      assert.deepEqual(readCpuProfile(inPieces(bytes, sizes), 'test.cpuprofile').profiles[0], only(bytes));
    }));
  });

  it('is the same wherever it is cut in two', () => {
    const [profile] = fc.sample(v8Profile('any', { names: 12, longest: 30 }).filter(({ nodes }) => nodes.length > 20), { numRuns: 1, seed: 3 });
    const bytes = bytesOf(profile);
    const whole = only(bytes);
    for (let at = 0; at < bytes.length; at++) {
      assert.deepEqual(readCpuProfile([bytes.subarray(0, at), bytes.subarray(at)], 'test.cpuprofile').profiles[0]?.nodes, whole.nodes);
    }
  });

  it('shows what came before the end of a file that was cut off, and says so', () => {
    const text = JSON.stringify(file());
    for (let length = text.indexOf('{"id":2'); length < text.length; length++) {
      const profile = read(text.slice(0, length));
      assert.match(profile.notes[0] ?? '', /^The file is cut off/, text.slice(0, length));
      assert.equal(profile.nodes.self.reduce((sum, self) => sum + self), profile.total);
    }
  });

  it('says in a sentence why it cannot be shown', () => {
    for (const text of ['', '{', '[]', 'hello', '{"nodes":[]}', '{"nodes":[{"id":1,"callFr', 'null']) {
      assert.throws(() => read(text), (error) => error instanceof UnreadableProfile && /^The file .*\.$/.test(error.message), text);
    }
  });
});
