import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countFor } from './primes.mjs';

describe('primes', () => {
  it('are counted', () => {
    assert.ok(countFor(300) > 0);
  });

  it('are not looked at here', () => {
    throw new Error('another test than the one at the cursor ran');
  });
});
