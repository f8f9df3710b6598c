import assert from 'node:assert/strict';
import { SETTINGS } from '../../src/engine/setting-declarations.js';
import { LEAST_RUNS, USUAL_RUNS } from '../../src/profile/compare/verdict.js';

describe('the setting of compared runs', () => {
  it('is what the command line makes, and no less than a verdict needs', () => {
    const setting = SETTINGS.find(({ name }) => name === 'profile.runs');
    assert.deepEqual([setting?.default, setting?.type], [USUAL_RUNS, { kind: 'integer', minimum: LEAST_RUNS }]);
  });
});
