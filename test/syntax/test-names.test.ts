import assert from 'node:assert/strict';
import { testNamesAt } from '../../src/syntax/test-names.js';

const at = (text: string): readonly string[] | undefined => testNamesAt('a.test.ts', text.replace('|', ''), text.indexOf('|'));

describe('the test at a place', () => {
  it('is named with the suites around it', () => {
    assert.deepEqual(at(`describe('sums', () => { it("adds", () => { expect(1 +| 1); }); it('takes', () => {}); });`), ['sums', 'adds']);
    assert.deepEqual(at('test.only(`alone`, async () => { | })'), ['alone']);
    assert.deepEqual(at(`test('outer', async (t) => { await t.test('inner', () => { | }); })`), ['outer', 'inner']);
  });

  it('is the suite, where the place is between its tests', () => {
    assert.deepEqual(at(`describe('sums', () => {| it('adds', () => {}); })`), ['sums']);
  });

  it('is not known outside of tests, and where a name is computed', () => {
    assert.equal(at(`|const a = 1; it('adds', () => {});`), undefined);
    assert.equal(at('describe(name, () => { it("adds", () => { | }); })'), undefined);
    assert.equal(at('it(`adds $' + '{n}`, () => { | })'), undefined);
  });
});
