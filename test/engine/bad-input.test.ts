import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CancellationFlag, FileReview } from '../../src/engine/session-contract.js';
import { createSession } from '../../src/engine/session.js';
import type { Rule } from '../../src/rules/rule.js';
import { memoryHost } from '../support/memory-host.js';

const DEEP = 'nested more than 500 levels deep';

function review(files: Readonly<Record<string, string>>, name: string, types = false): FileReview {
  const session = createSession({ root: '/app', host: memoryHost(Object.fromEntries(Object.entries(files).map(([each, text]) => [`/app/${each}`, text]))) });
  try {
    return session.reviewFile(`/app/${name}`, { types });
  } finally {
    session.dispose();
  }
}

/** No rule failed, and whatever is pointed at lies in the text. */
function assertSound(outcome: FileReview, text: string): void {
  assert.deepEqual(outcome.errors, [], text.slice(0, 500));
  for (const { span, evidence } of outcome.findings) {
    for (const each of [span, ...evidence.map((note) => note.span)]) {
      if (each.path === outcome.path) assert.ok(each.start >= 0 && each.start <= each.end && each.end <= text.length, `${each.start}..${each.end} of ${text.length}`);
    }
  }
}

function reviewText(text: string, name = 'a.tsx'): FileReview {
  const outcome = review({ [name]: text }, name);
  assertSound(outcome, text);
  return outcome;
}

const SOURCES: Readonly<Record<string, string>> = {
  'service.ts': `import { PrismaClient, type User } from '@prisma/client';
import { pool } from './pool.js';
const prisma = new PrismaClient();
export class Users<T extends User = User> {
  constructor(private readonly cache: Map<string, T>, readonly log = (text: string) => void text) {}
  @traced() async all(ids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (const id of ids) {
      const user = await prisma.user.findUnique({ where: { id } });
      if (!user) continue; else found.push(user as T);
    }
    const a = await fetch(\`/a/\${ids.length ? ids[0] : 'none'}\`); const b = await fetch('/b');
    const client = await pool.connect();
    const rows = await prisma.order.findMany({ where: { total: { gt: 5 } }, include: { items: true } });
    return [...found, ...rows.filter((row): row is never => row.id?.startsWith('x') ?? false)];
  }
  static *pages() { yield* [1, 2, 3]; }
}
// perf-review-disable-next-line n-plus-one-query -- few
`,
  'view.tsx': `import React, { useEffect, useState } from 'react';
export const View: React.FC<{ url: string }> = ({ url, ...rest }) => {
  const [value, setValue] = useState<number | undefined>(undefined);
  useEffect(() => {
    const timer = setInterval(() => setValue((v) => (v ?? 0) + 1), 1000);
    window.addEventListener('resize', () => setValue(0));
  }, [url]);
  return <><p {...rest} title={\`\${value}\`}>{value! > 1 ? <b>{'x'}</b> : null} text &amp; {/* comment */}</p></>;
};
`,
  'script.js': `#!/usr/bin/env node
const { Pool } = require('pg'), fs = require('node:fs');
const pool = new Pool();
module.exports = exports = async function run(list) {
  await Promise.all(list.map(async ({ id, ...rest }) => (await pool.query('SELECT * FROM a WHERE id = $1', [id])).rows));
  label: for (const each in list) { try { await pool.query(/[/'"]/.test(each) ? 'x' : "y") } catch { continue label } finally { } }
  do { var i = i ? i + 1 : 0 } while (i < 3)
  switch (list.length) { case 0: return; default: return list.reduce(async (all, id) => { await all; return pool.query('q', [id]); }, Promise.resolve()) }
}
`,
};

describe('broken code', function () {
  this.timeout(20_000);
  it('is reviewed as far as it parses, wherever it breaks off', () => {
    const names = Object.keys(SOURCES);
    fc.assert(fc.property(fc.constantFrom(...names), fc.double({ min: 0, max: 1, noNaN: true }), (name, part) => {
      const text = SOURCES[name] ?? '';
      reviewText(text.slice(0, Math.floor(text.length * part)), name);
    }), { numRuns: 150 });
  });

  it('is reviewed with stretches missing, swapped and doubled', () => {
    const tokens = (text: string) => text.match(/\w+|\s+|[^\w\s]/g) ?? [];
    const change = fc.record({ kind: fc.constantFrom('drop', 'swap', 'double', 'insert'), at: fc.nat(), other: fc.nat(), text: fc.constantFrom('(', ')', '{', '}', '`', '${', '<', '/>', '=>', '*/', "'", '\n', 'await', 'async', 'class', '...', '@', '#', 'for (', '\u2028', '\ud800', '?.', 'yield') });
    fc.assert(fc.property(fc.constantFrom(...Object.keys(SOURCES)), fc.array(change, { minLength: 1, maxLength: 6 }), (name, changes) => {
      const list = tokens(SOURCES[name] ?? '');
      for (const { kind, at, other, text } of changes) {
        const [i, j] = [at % list.length, other % list.length];
        if (kind === 'drop') list.splice(i, 1 + (other % 5));
        else if (kind === 'double') list.splice(i, 0, ...list.slice(i, i + 1 + (other % 5)));
        else if (kind === 'insert') list.splice(i, 0, text);
        else [list[i], list[j]] = [list[j] ?? '', list[i] ?? ''];
        if (list.length === 0) break;
      }
      reviewText(list.join(''), name);
    }), { numRuns: 250 });
  });

  it('keeps the findings of what parses', () => {
    const broken = `${SOURCES['service.ts']}\nexport function { const = ;\n`;
    assert.ok(reviewText(broken, 'service.ts').findings.some((each) => each.ruleId === 'n-plus-one-query'));
  });

  it('does not bring down the type checker', () => {
    const outcome = review({ 'service.ts': `${SOURCES['service.ts']?.slice(0, 700)}`, 'pool.ts': 'export const pool = {{;' }, 'service.ts', true);
    assertSound(outcome, SOURCES['service.ts'] ?? '');
  });
});

const times = (text: string, count: number): string => text.repeat(count);
const inLoop = (expression: string): string => `async function f() { for (const a of list) await ${expression}; }`;

/** By what nests. A blank or line break here and there, so that nobody takes them for minified. */
const NESTINGS: Readonly<Record<string, (levels: number) => string>> = {
  parentheses: (n) => `const a = ${times('(\n', n)}1${times(')', n)};`,
  arrays: (n) => `const a = ${times('[\n', n)}1${times(']', n)};`,
  objects: (n) => `const a = ${times('{a:\n', n)}1${times('}', n)};`,
  'elements of JSX': (n) => `const a = ${times('<a>\n', n)}${times('</a>', n)};`,
   
  templates: (n) => `const a = ${times('`${\n', n)}1${times('}`', n)};`,
  'conditional expressions': (n) => `const a = ${times('b\n ? c : ', n)}d;`,
  'else if': (n) => `${times('if (a) { b(); }\nelse ', n)}{ c(); }`,
  additions: (n) => `const a = ${times('b +\n', n)}c;`,
  'logical operators': (n) => `if (${times('b(1) ||\n', n)}c) d();`,
  assignments: (n) => `${times('a =\n', n)}c;`,
  commas: (n) => `${times('a,\n', n)}c;`,
  members: (n) => inLoop(`db${times('\n.b', n)}.find()`),
  calls: (n) => inLoop(`db${times('\n.f()', n)}`),
  'calls of calls': (n) => inLoop(`f${times('()\n', n)}`),
  'calls with callbacks': (n) => `a${times('\n.then(() => { b(); })', n)};`,
  elements: (n) => inLoop(`a${times('[0]\n', n)}()`),
  'optional members': (n) => `a${times('\n?.b', n)};`,
  'as any': (n) => `const a = b${times(' as\n any', n)};`,
  generics: (n) => `let a: ${times('A<\n', n)}B${times('>', n)};`,
  'array types': (n) => `let a: A${times('[\n]', n)};`,
  'conditional types': (n) => `type A<T> = ${times('T extends B\n ? C : ', n)}D;`,
  'qualified names': (n) => `type A = a${times('\n.b', n)};`,
  arrows: (n) => `const f = ${times('a =>\n ', n)}b;`,
  'prefix operators': (n) => `a = ${times('!\n', n)}b;`,
  typeof: (n) => `a = ${times('typeof\n ', n)}b;`,
  await: (n) => `async function f() { ${times('await\n ', n)}b; }`,
  blocks: (n) => `${times('{\n', n)}${times('}', n)}`,
  functions: (n) => `${times('function f() {\n', n)}${times('}', n)}`,
  loops: (n) => `${times('for (;;)\n', n)} b;`,
  destructuring: (n) => `const ${times('{a:\n', n)}b${times('}', n)} = c;`,
  'open brackets': (n) => times('(\n', n),
  'open JSX': (n) => `a = ${times('<a>\n', n)}`,
   
  'open templates': (n) => times('`${\n', n),
};

describe('nesting', function () {
  this.timeout(20_000);
  for (const [what, make] of Object.entries(NESTINGS)) {
    it(`of ${what}: 40 levels are reviewed, 20,000 set aside`, () => {
      assert.equal(reviewText(make(40)).skipped, undefined);
      assert.equal(reviewText(make(20_000)).skipped?.reason, DEEP);
    });
  }

  it('of any depth up to the limit leaves the rules enough stack', () => {
    for (const [what, make] of Object.entries(NESTINGS)) {
      for (const depth of [120, 240, 480]) assert.deepEqual(reviewText(make(depth)).errors, [], what);
    }
  });

  it('of 200,000 levels is set aside too', () => {
    for (const what of ['parentheses', 'blocks', 'prefix operators', 'commas']) assert.equal(reviewText(NESTINGS[what]?.(200_000) ?? '').skipped?.reason, DEEP, what);
  });

  it('without levels is nothing to be afraid of', () => {
    for (const text of [times('/* a */\n', 20_000), times('// a\n', 20_000), times('/*\n', 20_000), times('a();\n', 5_000), `a = /${times('(', 2_000)}${times(')', 2_000)}/;`, `a = "${times('x(', 2_000)}`, times('#\n', 20_000), times('\\\n', 5_000)]) {
      assert.equal(reviewText(text).skipped, undefined, text.slice(0, 20));
    }
  });

  it('does not spoil the next file', () => {
    const session = createSession({ root: '/app', host: memoryHost({ '/app/deep.ts': times('a=>(\n', 50_000), '/app/next.ts': 'a=>(b);\n'.repeat(20) + SOURCES['service.ts'] }) });
    assert.equal(session.reviewFile('/app/deep.ts', { types: false }).skipped?.reason, DEEP);
    const after = session.reviewFile('/app/next.ts', { types: false });
    assert.equal(after.skipped, undefined);
    assert.deepEqual(after.findings.map((each) => each.ruleId), reviewText('a=>(b);\n'.repeat(20) + SOURCES['service.ts'], 'next.ts').findings.map((each) => each.ruleId));
  });

  it('that spans declarations is followed as far as the stack reaches', () => {
    const chain = (count: number, link: (i: number) => string) => Array.from({ length: count }, (_, i) => link(i)).join('\n');
    const cases = [
      `const a0 = fetch;\n${chain(2_000, (i) => `const a${i + 1} = a${i};`)}\n${inLoop('a2000()')}`,
      `${chain(2_000, (i) => `async function f${i}() { return f${i + 1}(); }`)}\n${inLoop('f0()')}`,
      `class A0 {}\n${chain(2_000, (i) => `class A${i + 1} extends A${i} {}`)}\n${inLoop('new A2000().find()')}`,
      `type A0 = B;\n${chain(2_000, (i) => `type A${i + 1} = A${i};`)}\nasync function f(a: A2000) { for (const b of c) await a.find(b); }`,
      `const a0 = {};\n${chain(2_000, (i) => `const a${i + 1} = { ...a${i}, b: a${i} };`)}\n${inLoop('a2000.b.find()')}`,
      chain(300, (i) => `async function f${i}(x) { if (x) { for (const a of b) { try { await Promise.all(a.map(async (d) => { if (d) await f${i + 1}({ a: [d] }); })); } catch { } } } }`),
    ];
    for (const text of cases) assert.equal(reviewText(text, 'a.ts').skipped, undefined);
  });
});

describe('odd files', () => {
  const reasonFor = (text: string, name = 'a.ts') => review({ [name]: text }, name).skipped?.reason;

  it('are set aside with a reason', () => {
    assert.equal(reasonFor('a\0b'), 'binary');
    assert.equal(reasonFor('\u007fELF\u0001\0\0\0'), 'binary');
    assert.equal(reasonFor('a();', 'a.min.js'), 'minified');
    assert.equal(reasonFor('a();', '.pnp.cjs'), 'generated');
    assert.equal(reasonFor('a();', 'src/pnp.cjs'), undefined);
    assert.equal(reasonFor(times('a();', 3_000)), 'minified');
    assert.equal(reasonFor('/* eslint-disable */\n// @generated by a tool\na();'), 'generated');
    assert.equal(reasonFor('#!/usr/bin/env node\n// Code generated by x. DO NOT EDIT.\na();'), 'generated');
    assert.match(reasonFor(times('a();\n', 1_000_000)) ?? '', /^larger than \d+ KiB$/);
    assert.equal(reasonFor('a();', 'a.md'), 'not source code');
    assert.equal(review({}, 'gone.ts').skipped?.reason, 'cannot be read');
  });

  it('that look strange are reviewed all the same', () => {
    const loop = 'import { PrismaClient } from "@prisma/client";\nconst db = new PrismaClient();\nexport async function f(ids: string[]) { for (const id of ids) await db.user.findUnique({ where: { id } }); }\n';
    for (const text of [`\uFEFF${loop}`, loop.replaceAll('\n', '\r\n'), loop.replaceAll('\n', '\r'), loop.replaceAll('\n', '\u2028'), `#!/usr/bin/env node\n${loop}`, `const s = '\ud800';\n${loop}`, `const 変数 = '\u{1F600}';\n${loop}`, `${loop}\u001a`]) {
      const outcome = reviewText(text, 'a.ts');
      const [finding] = outcome.findings.filter((each) => each.ruleId === 'n-plus-one-query');
      assert.ok(finding, JSON.stringify(text.slice(0, 30)));
      assert.match(text.slice(finding.span.start, finding.span.end), /db\.user\.findUnique/);
    }
    for (const text of ['', '\n', ' ', '\uFEFF', '#!', '"use strict"', ';']) assert.deepEqual([reviewText(text).findings, reviewText(text).skipped], [[], undefined]);
  });

  it('with an embedded picture take no time', () => {
    const picture = `const icon = '${times('A0b1', 100_000)}';\n${times('a();\n', 2_000)}`;
    assert.equal(reviewText(picture, 'a.ts').skipped, undefined);
    assert.equal(reviewText(`const icon = '${times('a+b/', 20_000)}';\n${times('a();\n', 1_000)}`, 'a.ts').skipped, undefined);
  });
});

describe('circles', function () {
  this.timeout(20_000);
  const loop = (call: string) => `export async function run(ids: string[]) { for (const id of ids) await ${call}; }\n`;
  const quiet = (files: Readonly<Record<string, string>>) => {
    for (const name of Object.keys(files)) for (const types of [false, true]) assertSound(review(files, name, types), files[name] ?? '');
  };

  it('of imports and re-exports end', () => {
    quiet({
      'a.ts': `import { b } from './b.js';\nexport const a = b;\n${loop('b.find(id)')}`,
      'b.ts': `import { a } from './a.js';\nexport const b = a;\n${loop('a.find(id)')}`,
      'star.ts': `export * from './other-star.js';\nexport * from './star.js';\nimport { x, y } from './star.js';\n${loop('x.find(y)')}`,
      'other-star.ts': "export * from './star.js';\nexport { y } from './star.js';\nexport { y as x } from './other-star.js';\nexport { default } from './star.js';",
      'common.js': `module.exports = require('./common.js');\nconst c = require('./common.js');\n${loop('c.find(id)').replace(': string[]', '')}`,
      'self.ts': `import * as self from './self.js';\nexport { self };\nexport default self;\n${loop('self.self.self.find(id)')}`,
    });
  });

  it('of classes, types and values end', () => {
    quiet({
      'classes.ts': `class A extends B {}\nclass B extends A {}\nclass C extends C { m() { return super.m(); } }\n${loop('new A().find(id)')}${loop('new C().m(id)')}`,
      'mixins.ts': `const M = (B) => class extends M(B) { m() { return this.m(); } };\nclass D extends M(D) {}\n${loop('new D().m(id)')}`,
      'types.ts': `type A = B; type B = A; type C = C[]; type D<T> = D<D<T>>; interface E extends F {} interface F extends E { e: E }\nexport async function f(a: A, c: C, d: D<A>, e: E) { for (const x of c) { await a.find(x); await d.find(x); await e.e.e.find(x); } }`,
      'values.ts': `const a = a; const b = c, c = b; let d = d.e.f; const { g } = g; const [h = h] = h; const i = { ...i, j: i }; var k = k();\n${['a', 'b', 'd', 'g', 'h', 'i.j.j', 'k'].map((each) => loop(`${each}.find(id)`)).join('')}`,
      'typeof.ts': `const a: typeof b = c; const b: typeof a = a; type R = ReturnType<typeof f>; function f(): R { return f(); }\n${loop('f().find(id)')}`,
      'functions.ts': `function f(x) { return g(x); } function g(x) { return h(f, x); } const h = (k, x) => k(g(x)); const m = (k) => k(k);\n${loop('f(id)')}${loop('m(m)')}`,
      'members.ts': `class A { b = this.b; c = new A(); get d() { return this.d; } static e = A.e; f() { return this.f().f(); } }\n${loop('new A().c.c.d.b.f()')}${loop('A.e.e(id)')}`,
      'builders.ts': `let q = db.select(); q = q.where(q); while (q) q = q.where(q);\n${loop('q.all(q)')}`,
      'recursion.ts': 'async function walk(node) { await db.user.findUnique({ where: { id: node.id } }); for (const each of node.children) await walk(each); }',
    });
  });
});

describe('names that objects inherit', function () {
  this.timeout(20_000);
  const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__'];

  it('are names like others', () => {
    for (const name of INHERITED) {
      const text = `import ${name} from '${name}';
import { ${name} as imported } from './${name}';
import * as all from '${name}/${name}';
const local = { ${name}: 1, ['${name}']: 2 }; class K { ${name === 'constructor' ? 'k' : name}() { return this.${name}(); } static ${name === 'prototype' ? 'p' : name}() {} }
export async function f(ids: string[], k: K) {
  for (const id of ids) {
    await ${name}(id); await ${name}.${name}(id); await imported.${name}.${name}({ ${name}: id }); await all.${name}(id); await local.${name}.x(id); await k.${name}(); await new K().${name}(); await id['${name}'](id);
    setTimeout.${name}(); window.${name}('${name}', ${name}); new ${name}(); emitter.on('${name}', ${name});
  }
  const a = await ${name}.find('${name}'); const b = await prisma.${name}.findMany(); const c = await prisma.user.${name}({ where: { ${name}: 1 } }); const d = await pool.query('SELECT * FROM ${name} WHERE ${name} = 1');
}
// perf-review-disable-next-line ${name}
a();
`;
      for (const types of [false, true]) assertSound(review({ 'a.ts': text, [`${name}.ts`]: `export const ${name} = ${name};` }, 'a.ts', types), text);
    }
  });
});

describe('a rule that throws', () => {
  const PATH = '/app/a.ts';
  const rule = (id: string, own: Partial<Rule>): Rule => ({
    id, summary: '', category: 'async', since: '0', severity: 'warning', options: {}, visits: ['CallExpression'],
    detect: (node) => ({ at: node, data: {} }), message: () => id, evidence: () => [], ...own,
  });
  const fail = (): never => { throw new Error('oops'); };
  const deep = (): never => deep();
  const reviewWith = (own: readonly Rule[], cancel?: CancellationFlag) => {
    const session = createSession({ root: '/app', host: memoryHost({ [PATH]: 'f(1);\ng(2);\nh(3);\n' }), rules: own });
    return { session, outcome: session.reviewFile(PATH, { types: false, ...(cancel ? { cancel } : {}) }) };
  };

  const crashes: Readonly<Record<string, Partial<Rule>>> = {
    detect: { detect: fail }, message: { message: fail }, evidence: { evidence: fail }, fixable: { fixes: () => [], fixable: fail },
    'a stack overflow': { detect: deep }, 'something that is no error': { detect: () => { throw 'text'; } }, // eslint-disable-line @typescript-eslint/only-throw-error
    'a fact': { detect: (node, { facts }) => facts.memo('own', node, fail, undefined) },
    'a span of nothing': { detect: () => ({ at: undefined as never, data: {} }) },
  };
  for (const [where, own] of Object.entries(crashes)) {
    it(`in ${where} is named once, and the others go on`, () => {
      const { outcome } = reviewWith([rule('bad', own), rule('good', {})]);
      assert.deepEqual(outcome.errors.map(({ ruleId, path }) => [ruleId, path]), [['bad', PATH]]);
      assert.deepEqual(outcome.findings.map((each) => each.ruleId), ['good', 'good', 'good']);
    });
  }

  it('late keeps what it found before', () => {
    let calls = 0;
    const { outcome } = reviewWith([rule('bad', { detect: (node) => (++calls > 1 ? fail() : { at: node, data: {} }) })]);
    assert.deepEqual([outcome.errors.length, outcome.findings.length, calls], [1, 1, 2]);
  });

  it('in no way disturbs a fact that others ask for', () => {
    const asked: unknown[] = [];
    const { outcome } = reviewWith([rule('bad', { detect: (node, { facts }) => facts.memo<typeof node, undefined>('own', node, fail, undefined) }), rule('good', { detect: (node, { facts }) => void asked.push(facts.memo('own', node, () => 'fine', 'nothing')) })]);
    assert.deepEqual([outcome.errors.length, asked.length], [1, 3]);
  });

  it('is no accident when it is cancelled: half an answer is not kept', () => {
    const cancel = { aborted: false };
    const seen: string[] = [];
    const { session } = reviewWith([rule('one', { detect: (node) => {
      seen.push(node.getText());
      cancel.aborted = true;
      return { at: node, data: {} };
    } }), rule('two', {})], cancel);
    assert.deepEqual(seen, ['f(1)']);
    cancel.aborted = false;
    const again = session.reviewFile(PATH, { types: false });
    assert.deepEqual(again.findings.map((each) => each.ruleId).sort(), ['one', 'one', 'one', 'two', 'two', 'two']);
    session.reviewFile(PATH, { types: false });
    assert.equal(seen.length, 4);
  });

  it('cancelled before it began walks nothing', () => {
    const { outcome } = reviewWith([rule('one', { detect: fail })], { aborted: true });
    assert.deepEqual([outcome.findings, outcome.errors], [[], []]);
  });
});
