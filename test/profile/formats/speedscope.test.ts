import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UnreadableProfile } from '../../../src/profile/formats/format.js';
import { speedscope } from '../../../src/profile/formats/speedscope.js';
import type { Profile } from '../../../src/profile/profile.js';
import { toSpeedscope } from '../../../src/profile/write/speedscope.js';
import { arbitraryProfile } from '../../support/profiles/arbitrary-profile.js';
import { assertSound, selfByStack } from '../../support/profiles/sound-profile.js';

function readAll(file: unknown): readonly Profile[] {
  const { profiles } = speedscope.read(new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file)), 'a.speedscope.json');
  profiles.forEach(assertSound);
  return profiles;
}

function only(file: unknown): Profile {
  const [profile, ...others] = readAll(file);
  assert.ok(profile && others.length === 0);
  return profile;
}

const FRAMES = [{ name: 'main', file: '/a.py', line: 3 }, { name: 'work', file: '/a.py', line: 9, col: 2 }, { name: '(idle)' }];
const file = (...profiles: readonly object[]): object => ({ $schema: 'https://www.speedscope.app/file-format-schema.json', shared: { frames: FRAMES }, profiles });
const sampled = { type: 'sampled', name: 'thread 1', unit: 'milliseconds', startValue: 0, endValue: 6, samples: [[0], [0, 1], [2], [0, 1]], weights: [1, 2, 1, 2] };

describe('speedscope files', () => {
  it('of stacks with weights keep their order, in microseconds', () => {
    const profile = only(file(sampled));
    assert.deepEqual(selfByStack(profile), { 'main (/a.py:3)': 1000, 'main (/a.py:3) > work (/a.py:9:2)': 4000, '(idle)': 1000 });
    assert.deepEqual([profile.name, profile.kind, profile.unit, profile.total], ['thread 1', 'cpu', 'microseconds', 6000]);
    assert.deepEqual([...(profile.samples?.start ?? [])], [0, 1000, 3000, 4000, 6000]);
  });

  it('of frames that open and close know how long each was on top; nothing on the stack is idle', () => {
    const events = [['O', 0, 10], ['O', 1, 11], ['C', 1, 14], ['C', 0, 15], ['O', 1, 18], ['C', 1, 19]].map(([type, frame, at]) => ({ type, frame, at }));
    const profile = only(file({ type: 'evented', name: 'x', unit: 'seconds', startValue: 10, endValue: 20, events }));
    assert.deepEqual(selfByStack(profile), {
      'main (/a.py:3)': 2e6, 'main (/a.py:3) > work (/a.py:9:2)': 3e6, 'work (/a.py:9:2)': 1e6, '(idle)': 4e6,
    });
    assert.equal(profile.samples?.count, 6);
  });

  it('hold several profiles, the one of most samples first, and count bytes or nothing in particular', () => {
    const profiles = readAll(file({ ...sampled, name: 'small', samples: [[0]], weights: [7], unit: 'bytes' }, sampled, { ...sampled, name: 'counted', unit: 'none', samples: [[1]], weights: [3] }));
    assert.deepEqual(profiles.map(({ name, kind, unit, total }) => [name, kind, unit, total]), [['thread 1', 'cpu', 'microseconds', 6000], ['small', 'heap', 'bytes', 7], ['counted', 'cpu', 'samples', 3]]);
    assert.equal(profiles[2]?.samples, undefined);
  });

  it('are the same after they were written', () => {
    fc.assert(fc.property(arbitraryProfile(), (profile) => {
      const again = only([...toSpeedscope([profile], 'title', 'test')].join(''));
      assert.deepEqual(selfByStack(again), selfByStack(profile));
      assert.deepEqual([again.name, again.unit, again.total], [profile.name, profile.unit, profile.total]);
    }));
    fc.assert(fc.property(arbitraryProfile('bytes'), arbitraryProfile('samples'), (...profiles) => {
      const again = readAll([...toSpeedscope(profiles, 'title', 'test')].join(''));
      for (const profile of profiles) assert.ok(again.some((each) => each.unit === profile.unit && JSON.stringify(selfByStack(each)) === JSON.stringify(selfByStack(profile))));
    }));
  });

  it('that are cut off show what came before, and say so', () => {
    const text = JSON.stringify(file(sampled));
    const { total, notes } = only(text.slice(0, text.indexOf('"weights"') + 14));
    assert.ok(total > 0 && total < 6000);
    assert.deepEqual(notes.slice(0, 1), ['The file is cut off: this is what came before its end.']);
  });

  it('with frames that do not exist, closings of what is not open and weights that are none are put right, and say so', () => {
    const events = [['O', 7, 0], ['C', 1, 1], ['O', 0, 2], ['O', 1, 1], ['C', 7, 4]].map(([type, frame, at]) => ({ type, frame, at }));
    const profile = only(file({ type: 'evented', unit: 'microseconds', startValue: 0, endValue: 5, events }));
    assert.deepEqual(selfByStack(profile), { '(unknown)': 2, '(unknown) > main (/a.py:3) > work (/a.py:9:2)': 2, '(idle)': 1 });
    assert.equal(profile.notes.length, 3);
    assert.deepEqual(only(file({ ...sampled, weights: [1, -2, null, 'x'] })).notes, ['Some values are negative or no amounts: they count as 0.']);
  });

  it('with nothing to show are refused in a sentence', () => {
    const refusal = (text: string): RegExp => new RegExp(text);
    assert.throws(() => readAll('{"shared"'), UnreadableProfile);
    assert.throws(() => readAll({ profiles: [] }), refusal('no "shared.frames"'));
    assert.throws(() => readAll(file()), refusal('holds no profile'));
    assert.throws(() => readAll('nonsense'), refusal('no JSON object'));
  });

  it('of any JSON end in a profile or a refusal', () => {
    const any = fc.oneof(fc.jsonValue(), fc.record({ type: fc.constantFrom('evented', 'sampled'), unit: fc.constantFrom('seconds', 'none', 'constructor'), samples: fc.array(fc.jsonValue()), weights: fc.array(fc.jsonValue()), events: fc.array(fc.record({ type: fc.constantFrom('O', 'C'), frame: fc.jsonValue(), at: fc.jsonValue() })) }, { requiredKeys: ['type'] }));
    fc.assert(fc.property(fc.array(fc.jsonValue()), fc.array(any), (frames, profiles) => {
      try {
        readAll({ shared: { frames }, profiles });
      } catch (error) {
        assert.ok(error instanceof UnreadableProfile, String(error));
      }
    }));
  });
});
