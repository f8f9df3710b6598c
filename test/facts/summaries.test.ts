import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { factsOf } from '../support/facts-of.js';

/** What the callee of each `use(f())` argument reaches: the query, the length of the way, the parameters that feed it, `?` if not always. */
function reaches(text: string): string[] {
  const { facts, uses } = factsOf(`import { Pool } from 'pg'; const pool = new Pool(); ${text}`);
  return uses.map((use) => {
    const [call] = use.arguments;
    assert.ok(call && ts.isCallExpression(call));
    return facts.reachedBy(call).map((each) => `${each.use.method}/${each.path.length} ${[...(each.fedBy ?? [])].join(',')}${each.conditional ? '?' : ''}`).join('; ');
  });
}

describe('summaries of functions', () => {
  it('say how a query is reached and which parameters feed it', () => {
    assert.deepEqual(reaches("const f = (a, b) => pool.query('select $1', [b]); const g = (c) => f(1, c.id); use(f(1, 2)); use(g(x));"), ['query/2 1', 'query/3 0']);
  });

  it('know the paths that do not reach it', () => {
    assert.deepEqual(reaches("function f(a) { if (!a) return; return pool.query('select 1'); } use(f(1));"), ['query/2 ?']);
    assert.deepEqual(reaches("const f = (a) => known.get(a) ?? pool.query('select $1', [a]); use(f(1));"), ['query/2 0?']);
  });

  it('leave out what runs later', () => {
    assert.deepEqual(reaches("function f() { on('a', () => { pool.query('select 1'); }); } use(f());"), ['']);
  });

  it('are the same whichever function is asked about first', () => {
    const functions = "function odd(n) { pool.query('select $1', [n]); return even(n); } function even(n) { pool.exec(n); return pool.query('select 2', [n]) && odd(n); }";
    const first = (text: string): readonly string[] => reaches(text).map((each) => each.split(';')[0] ?? '').sort();
    assert.deepEqual(first(`${functions} use(odd(1)); use(even(2));`), first(`${functions} use(even(2)); use(odd(1));`));
    const inside = "function f(n) { pool.query('select $1', [n]); for (const x of n.below) use(f(x)); }";
    assert.deepEqual(first(`${inside} f(1);`), ['query/2 0']);
    assert.deepEqual(reaches(`use(f(1)); ${inside}`).map((each) => each.split(';')[0]), ['query/2 0', 'query/2 0']);
  });

  it('end in recursion', () => {
    assert.deepEqual(reaches("function f(n) { pool.query('select $1', [n]); for (const x of n.below) f(x); } use(f(1));").map((each) => each.split(';')[0]), ['query/2 0']);
  });
});
