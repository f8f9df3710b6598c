import assert from 'node:assert/strict';
import { factsOf } from '../support/facts-of.js';

function purposes(text: string): string[] {
  const { facts, uses } = factsOf(text);
  return uses.map((use) => facts.loopsAround(use)[0]?.purpose.kind ?? 'none');
}

describe('purpose of a loop', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    element: [
      'for (const x of xs) use();',
      'for (let i = 0; i < xs.length; i++) use();',
      'for (let i = xs.length - 1; i >= 0; i--) use();',
      'for (const x of xs.slice(i, i + 10)) use();',
      'const xs = [1]; xs.push(2); for (const x of xs) use();',
      'for (const x of [...xs, 1]) use();',
      'xs.forEach((x) => use());',
    ],
    constant: [
      'for (const x of ["a", "b"]) use();',
      'const xs = ["a", "b"] as const; xs.map((x) => use());',
      'for (const [k, v] of Object.entries({ a: 1 })) use();',
      'enum E { A, B } for (const x of Object.values(E)) use();',
      'for (let i = 0; i < 7; i++) use();',
      'for (const x of new Set(["a"])) use();',
    ],
    chunk: [
      'for (const part of chunk(xs, 100)) use();',
      'for (let i = 0; i < xs.length; i += 100) use();',
      'const batches = split(xs); for (const batch of batches) use();',
    ],
    page: [
      'let cursor; do { const rows = use(); cursor = rows.next; } while (cursor);',
      'for (let page = 1; page < n; page++) use();',
      'for (let i = 0; i < n; i++) use({ skip: i * 10 });',
      'while (true) { const rows = use({ take: 10, skip: n }); if (rows.length < 10) break; n += 10; }',
      'async function f() { for await (const rows of scanTable()) use(); }',
    ],
    poll: ['async function f() { while (true) { if (use()) return; await sleep(100); } }'],
    retry: [
      'for (let attempt = 0; attempt < n; attempt++) use();',
      'async function f() { for (;;) { try { return use(); } catch { await sleep(100); } } }',
    ],
    unknown: ['while (use()) {}', 'let again = true; while (again) { again = use(); }'],
  };
  for (const [kind, texts] of Object.entries(cases)) {
    for (const text of texts) it(`${kind}: ${text}`, () => assert.deepEqual(purposes(text), [kind]));
  }

  it('follows a constant list into another file', () => {
    const { facts, uses } = factsOf({ 'a.ts': "import { KINDS } from './b'; for (const x of KINDS) use();", 'b.ts': "export const KINDS = ['a', 'b'];" });
    assert.deepEqual(uses.map((use) => facts.loopsAround(use)[0]?.purpose.kind), ['constant']);
  });
});
