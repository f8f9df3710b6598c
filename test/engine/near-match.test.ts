import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearMatch } from '../../src/engine/near-match.js';

describe('nearMatch', () => {
  it('finds slips and swaps, and stays silent about other words', () => {
    assert.equal(nearMatch('sequental-await', ['await-in-loop', 'sequential-await']), 'sequential-await');
    assert.equal(nearMatch('jsno', ['text', 'json']), 'json');
    assert.equal(nearMatch('hmtl', ['text', 'json', 'html']), 'html');
    assert.equal(nearMatch('banana', ['text', 'json']), undefined);
  });

  it('finds every word in itself', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (word) => nearMatch(word, ['zzzzzzzz', word]) !== undefined));
  });
});
