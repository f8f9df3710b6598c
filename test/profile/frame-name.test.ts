import assert from 'node:assert/strict';
import { frameName } from '../../src/profile/frame-name.js';

describe('the name of a function in a profile', () => {
  it('is the one it has', () => assert.equal(frameName('load', 'file:///a.ts', 1, 1), 'load'));

  it('says of what runs when a file is loaded that it does, whether V8 tells its line or not', () => {
    assert.deepEqual([frameName('', 'file:///a.ts', 1, 1), frameName('', 'file:///a.ts', 0, 0)], ['(top level)', '(top level)']);
  });

  it('is none for functions that have none, and where no file is known', () => {
    assert.deepEqual([frameName('', 'file:///a.ts', 7, 3), frameName('', 'file:///a.ts', 1, 8), frameName('', '', 0, 0)], ['(anonymous)', '(anonymous)', '(anonymous)']);
  });
});
