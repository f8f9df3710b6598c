import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { factsOf } from '../support/facts-of.js';

/** Whether the first argument of each `use(…)` depends on the element of its loop. */
function depends(body: string): boolean[] {
  const { facts, uses } = factsOf(`for (const x of xs) { ${body} }`);
  return uses.map((use) => {
    const [argument] = use.arguments;
    const loop = facts.loopsAround(use).at(-1);
    assert.ok(argument && loop && ts.isForOfStatement(loop.node));
    return facts.dependsOn(argument, loop.elements);
  });
}

describe('dependence', () => {
  it('goes through locals, templates, calls and objects', () => {
    assert.deepEqual(depends('const a = x.id; const b = `k$' + '{a}`; const { c } = load(b); use(b); use(c); use({ d: { e: c } });'), [true, true, true]);
  });

  it('is not made by names of properties', () => {
    assert.deepEqual(depends('use(y.x); use({ x: 1 }); use("x");'), [false, false, false]);
  });

  it('goes through what fills a list', () => {
    assert.deepEqual(depends('const ids = []; ids.push(x.id); const m = new Map(); m.set(1, x); use(ids); use(m);'), [true, true]);
  });

  it('goes through assignments, and around circles', () => {
    assert.deepEqual(depends('let a; a = x; let b = 1; b = b + 1; use(a); use(b);'), [true, false]);
  });

  it('goes through what decides whether an assignment happens', () => {
    assert.deepEqual(depends('let a = 1; if (x.wide) a = 2; let b = 1; switch (x.kind) { case 1: b = 2; } use(a); use(b);'), [true, true]);
    assert.deepEqual(depends('let a = 1; if (wide) a = 2; if (x.wide) { let b = 1; b = 2; use(b); } use(a); if (x.wide) use(a);'), [false, false, false]);
  });

  it('keeps shadowing names apart', () => {
    assert.deepEqual(depends('{ const x = 1; use(x); } use(x);'), [false, true]);
  });
});
