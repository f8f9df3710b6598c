import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collapsed } from '../../../src/profile/formats/collapsed.js';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import type { Profile } from '../../../src/profile/profile.js';
import { toCollapsed } from '../../../src/profile/write/collapsed.js';
import { arbitraryProfile } from '../../support/profiles/arbitrary-profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string): Profile {
  const [profile] = collapsed.read(bytes(text), 'a.folded').profiles;
  assert.ok(profile);
  assertSound(profile);
  return profile;
}

describe('collapsed stacks', () => {
  it('are stacks with counts; the same stack may come again', () => {
    const profile = read('main;work 3\r\nmain 1\n\nmain;work 2\nmain;new Map;(garbage collector) 4');
    assert.deepEqual(selfByStack(profile), { main: 1, 'main > work': 5, 'main > new Map > (garbage collector)': 4 });
    assert.deepEqual([profile.unit, profile.kind, profile.total, profile.samples], ['samples', 'cpu', 10, undefined]);
  });

  it("have places in the names as py-spy, Node's tools and Austin write them", () => {
    assert.deepEqual(selfByStack(read('<module> (app.py:12);run (/a/b (1).js:3:14) 2\nP12;T0x1;/x/app.py:f:7 1\n::a (b;:c 1')), {
      '<module> (app.py:12) > run (/a/b (1).js:3:14)': 2, 'P12 > T0x1 > f (/x/app.py:7)': 1, '::a (b > :c': 1,
    });
  });

  it("of Austin's count microseconds, or bytes", () => {
    assert.equal(read('# austin: 3.6.0\n# mode: wall\na;b 100').unit, 'microseconds');
    const memory = read('# mode: memory\na;b 100');
    assert.deepEqual([memory.unit, memory.kind], ['bytes', 'heap']);
  });

  it('are recognised by every line being one', () => {
    assert.ok(collapsed.recognises(bytes('a;b 1\na 2\n'), 'x'));
    for (const text of ['', 'a 1\n', 'let a;\nb 1\n', '{"a;b": 1}', 'a;b\n']) assert.ok(!collapsed.recognises(bytes(text), 'x'), text);
  });

  it('leave out lines that are none, and say so', () => {
    const { total, notes } = read('a;b 1\nnonsense\na;b 0x3');
    assert.deepEqual([total, notes], [1, ['Some lines are no stacks with a count: they are left out.']]);
    assert.throws(() => read('nonsense\n'), UnreadableProfile);
  });

  it('are the same after they were written, but for what no line can hold', () => {
    const plain = /^[^;\r\n]*$/;
    fc.assert(fc.property(arbitraryProfile('samples'), (profile) => {
      fc.pre(profile.frames.strings.every((each) => plain.test(each) && !each.includes(' (') && !each.startsWith('#') && each.trim() === each && !/^\(?[^(]*:\d+\)?$/.test(each)));
      const again = read([...toCollapsed([profile])].join(''));
      assert.equal(again.total, profile.total);
      assert.deepEqual(Object.values(selfByStack(again)).sort(), Object.values(selfByStack(profile)).sort());
    }));
  });

  it('of several profiles begin with their names', () => {
    const written = [...toCollapsed([read('a;b 1'), { ...read('a;c 2'), name: 'worker; 3' }])].join('');
    assert.equal(written, 'a.folded;a;b 1\nworker  3;a;c 2\n');
  });

  it('of any text end soon in a profile or a refusal', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('a', ';', ' ', ' (', ':', '1', ')', '\n', '.py')).map((words) => words.join(''))), (text) => {
      try {
        read(text);
      } catch (error) {
        assert.ok(error instanceof UnreadableProfile, String(error));
      }
    }));
    // Openings that a careless pattern would try against each other.
    for (const text of [' (:1'.repeat(100_000), `a${' '.repeat(200_000)}x`, 'a:1'.repeat(100_000)]) {
      assert.throws(() => read(`${text}\n`), UnreadableProfile);
      assert.equal(read(`${text};b 1\n`).total, 1);
    }
  });
});
