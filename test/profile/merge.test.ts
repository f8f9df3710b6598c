import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergedProfile } from '../../src/profile/merge.js';
import type { Profile } from '../../src/profile/profile.js';
import { arbitraryProfile } from '../support/profiles/arbitrary-profile.js';
import { assertSound, selfByStack } from '../support/profiles/sound-profile.js';

function sums(profiles: readonly Profile[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const stacks of profiles.map(selfByStack)) for (const [stack, value] of Object.entries(stacks)) all[stack] = (all[stack] ?? 0) + value;
  return all;
}

describe('profiles of one run', () => {
  it('merged have the sums of all, by functions that are the same', () => {
    fc.assert(fc.property(fc.array(arbitraryProfile('microseconds', false), { minLength: 1, maxLength: 4 }), (profiles) => {
      const merged = mergedProfile(profiles, 'all');
      assertSound(merged);
      assert.deepEqual(selfByStack(merged), sums(profiles));
      assert.equal(merged.samples, undefined);
      const ticks = (each: Profile): number => each.lineTicks.ticks.reduce((sum, one) => sum + one, 0);
      assert.equal(ticks(merged), profiles.reduce((sum, each) => sum + ticks(each), 0));
    }));
  });

  it('that count different things are not merged', () => {
    fc.assert(fc.property(arbitraryProfile(), arbitraryProfile('bytes'), (time, size) => {
      assert.throws(() => mergedProfile([time, size], 'all'), RangeError);
    }), { numRuns: 5 });
    assert.throws(() => mergedProfile([], 'all'), RangeError);
  });
});
