import assert from 'node:assert/strict';
import { factsOf } from '../support/facts-of.js';

/** The loops around each `use()`, innermost first: label, elements, and `*` where rounds overlap. */
function loops(text: string): string[] {
  const { facts, uses } = factsOf(text);
  return uses.map((use) => facts.loopsAround(use).map((loop) => `${loop.label}(${loop.elements.map((each) => each.name?.getText() ?? '').join(' ')})${loop.concurrent ? '*' : ''}`).join(' in '));
}

describe('loops', () => {
  it('are statements and callbacks, the innermost first', () => {
    assert.deepEqual(loops('for (const { a, b: [c] } of xs) ys.map((y, i) => use());'), ['map(y i)* in for…of(a c)']);
  });

  it('repeat their bodies and conditions, not what they run over', () => {
    assert.deepEqual(loops('for (const x of use()) {} for (let i = use(); use(); use()) {} while (use()) {} do {} while (use());'), ['', '', 'for(i)', 'for(i)', 'while()', 'do…while()']);
  });

  it('take their elements off a list', () => {
    assert.deepEqual(loops('while (xs.length) { const x = xs.shift(); use(); }'), ['while(x)']);
    assert.deepEqual(loops('let x; while ((x = xs.pop())) use();'), ['while(x)']);
    assert.deepEqual(loops('let m; while ((m = /a/g.exec(s)) !== null) use();'), ['while(m)']);
  });

  it('count through a list in steps of one', () => {
    assert.deepEqual(loops('let i = 0; while (i < xs.length) { use(); i++; }'), ['while(i)']);
    assert.deepEqual(loops('let i = 0; do { use(); i += 1; } while (i < xs.length);'), ['do…while(i)']);
    assert.deepEqual(loops('let i = 0; while (i < xs.length) { use(); i += 100; }'), ['while()']);
  });

  it('end at a function that runs later', () => {
    assert.deepEqual(loops('for (const x of xs) { on("a", () => { use(); }); setTimeout(() => use(), 1); }'), ['', '']);
  });

  it('go on around a callback that runs during the call', () => {
    assert.deepEqual(loops('for (const x of xs) { (() => use())(); p.then(() => use()); new Promise(() => { use(); }); }'), ['for…of(x)', 'for…of(x)', 'for…of(x)']);
    assert.deepEqual(loops('async function f() { for (const x of xs) await withLock(async () => { use(); }); }'), ['for…of(x)']);
  });

  it('wait between the rounds of a reduction', () => {
    assert.deepEqual(loops('xs.reduce((sum, x) => use(), 0);'), ['reduce(x)']);
  });

  it('are known from the tables of libraries', () => {
    assert.deepEqual(loops("import pMap from 'p-map'; import async from 'async'; pMap(xs, (x) => use()); async.eachSeries(xs, (x) => use());"), ['pMap(x)*', 'eachSeries(x)']);
  });
});
