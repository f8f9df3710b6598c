import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { pstats } from '../../../src/profile/formats/pstats.js';
import type { Profile } from '../../../src/profile/profile.js';
import { assertSound, frameText, selfByStack } from '../../support/profiles/sound-profile.js';
import { marshalled } from '../../support/profiles/marshalled.js';

type Key = readonly [file: string, line: number, name: string];
/** Primitive calls, calls, own seconds, seconds with callees, callers. */
type Row = readonly [number, number, number, number, Map<Key, readonly number[] | number>];

function read(bytes: Uint8Array): Profile {
  const [profile] = pstats.read(bytes, 'a.pstats').profiles;
  assert.ok(profile);
  assertSound(profile);
  return profile;
}

const fileOf = (rows: Map<Key, Row>): Uint8Array => marshalled(new Map([...rows].map(([[file, line, name], row]) => [[file, line, name], [...row]])));

const main: Key = ['app.py', 1, 'main'];
const left: Key = ['app.py', 5, 'left'];
const right: Key = ['app.py', 9, 'right'];
const shared: Key = ['lib.py', 3, 'shared'];
const builtin: Key = ['~', 0, '<built-in method builtins.len>'];

describe("Python's profiles", () => {
  it('share out what a function did by who asked for it', () => {
    const profile = read(fileOf(new Map<Key, Row>([
      [main, [1, 1, 1, 10, new Map()]],
      [left, [1, 1, 1, 7, new Map([[main, [1, 1, 1, 7]]])]],
      [right, [2, 2, 0, 2, new Map([[main, [2, 2, 0, 2]]])]],
      [shared, [4, 4, 4, 8, new Map([[left, [3, 3, 3, 6]], [right, [1, 1, 1, 2]]])]],
      [builtin, [8, 8, 4, 4, new Map([[shared, [8, 8, 4, 4]]])]],
    ])));
    const micro = Object.fromEntries(Object.entries(selfByStack(profile)).map(([stack, value]) => [stack, Math.round(value)]));
    assert.deepEqual(micro, {
      'main (app.py:1)': 1e6,
      'main (app.py:1) > left (app.py:5)': 1e6,
      'main (app.py:1) > left (app.py:5) > shared (lib.py:3)': 3e6,
      'main (app.py:1) > left (app.py:5) > shared (lib.py:3) > <built-in method builtins.len>': 3e6,
      'main (app.py:1) > right (app.py:9) > shared (lib.py:3)': 1e6,
      'main (app.py:1) > right (app.py:9) > shared (lib.py:3) > <built-in method builtins.len>': 1e6,
    });
    assert.equal(profile.samples, undefined);
    assert.match(profile.notes.join(), /not whole stacks/);
  });

  it('keep what was measured when functions call each other in a ring', () => {
    const profile = read(fileOf(new Map<Key, Row>([
      [main, [1, 1, 1, 9, new Map()]],
      [left, [1, 4, 3, 8, new Map([[main, [1, 1, 1, 8]], [right, [0, 3, 2, 0]]])]],
      [right, [1, 4, 5, 7, new Map([[left, [1, 3, 4, 7]], [right, [1, 1, 1, 1]]])]],
      [shared, [1, 1, 2, 2, new Map([[shared, [1, 1, 2, 2]]])]],
    ])));
    assert.deepEqual(selfByFunction(profile), { 'main (app.py:1)': 1e6, 'left (app.py:5)': 3e6, 'right (app.py:9)': 5e6, 'shared (lib.py:3)': 2e6 });
  });

  it('of the module `profile` have callers without times', () => {
    const profile = read(fileOf(new Map<Key, Row>([
      [main, [1, 1, 1, 5, new Map()]], [left, [1, 1, 0, 3, new Map([[main, 1]])]], [right, [1, 1, 0, 1, new Map([[main, 1]])]],
      [shared, [4, 4, 4, 4, new Map([[left, 3], [right, 1]])]],
    ])));
    const [viaLeft, viaRight] = ['left (app.py:5)', 'right (app.py:9)'].map((via) => selfByStack(profile)[`main (app.py:1) > ${via} > shared (lib.py:3)`] ?? 0);
    assert.deepEqual([(viaLeft ?? 0) + (viaRight ?? 0)], [4e6]);
  });

  it('keep every own time, whatever calls whatever', () => {
    const graph = fc.array(fc.record({ self: fc.nat(50), total: fc.nat(100), callers: fc.array(fc.record({ caller: fc.nat(5), calls: fc.nat(3), self: fc.nat(20), total: fc.nat(60) }), { maxLength: 4 }) }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(graph, (functions) => {
      const keys = functions.map((_, index): Key => ['f.py', index + 1, `f${String(index)}`]);
      const rows = functions.map(({ self, total, callers }, index): [Key, Row] => [keys[index] as Key, [1, 1, self, total, new Map(callers.flatMap(({ caller, ...each }) => (keys[caller] ? [[keys[caller], [each.calls, each.calls, each.self, each.total]] as const] : [])))]]);
      const own = selfByFunction(read(fileOf(new Map(rows))));
      functions.forEach(({ self }, index) => assert.equal(own[`f${String(index)} (f.py:${String(index + 1)})`] ?? 0, self * 1e6));
    }));
  });

  it('that are cut off show the functions that came before', () => {
    const whole = fileOf(new Map<Key, Row>([[main, [1, 1, 1, 3, new Map()]], [left, [1, 1, 2, 2, new Map([[main, [1, 1, 2, 2]]])]]]));
    const profile = read(whole.subarray(0, whole.length - 12));
    assert.deepEqual(Object.keys(selfByStack(profile)), ['main (app.py:1)']);
    assert.match(profile.notes.join(), /cut off/);
    assert.throws(() => read(whole.subarray(0, 9)), UnreadableProfile);
  });

  it('hold no code: what does is refused unread', () => {
    const whole = fileOf(new Map<Key, Row>([[main, [1, 1, 1, 3, new Map()]]]));
    const code = whole.slice();
    code[1] = 'c'.charCodeAt(0);
    assert.throws(() => read(code), /it holds code/);
  });

  it('of any bytes end in a profile or a refusal', () => {
    const attempt = (bytes: Uint8Array): void => {
      try {
        read(bytes);
      } catch (error) {
        assert.ok(error instanceof UnreadableProfile, String(error));
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), attempt));
    const whole = fileOf(new Map<Key, Row>([[main, [1, 1, 1, 3, new Map()]], [left, [1, 1, 2, 2, new Map([[main, [1, 1, 2, 2]]])]]]));
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
      const changed = whole.slice();
      for (const [at, byte] of changes) changed[at] = byte;
      attempt(changed);
    }), { numRuns: 500 });
    attempt(Uint8Array.from({ length: 100_000 }, () => 0x29));
    attempt(Uint8Array.from([0x7b, 0x28, 0xff, 0xff, 0xff, 0x7f]));
  });
});

function selfByFunction(profile: Profile): Record<string, number> {
  const { nodes } = profile;
  const found: Record<string, number> = {};
  for (let node = 0; node < nodes.count; node++) {
    const key = frameText(profile, nodes.frame[node] ?? 0);
    if ((nodes.self[node] ?? 0) > 0) found[key] = (found[key] ?? 0) + (nodes.self[node] ?? 0);
  }
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, Math.round(value)]));
}
