import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { fingerprints } from '../../src/engine/fingerprint.js';

const SOURCE = `import { db } from './db';
export class Orders {
  async totals(users: User[]) {
    for (const user of users) {
      await db.order.count({ where: { userId: user.id } });
    }
    for (const user of users) {
      await db.order.count({ where: { userId: user.id } });
    }
  }
}
app.get('/users', async () => { await db.order.count({ where: { userId: user.id } }); });
app.get('/admins', async () => { await db.order.count({ where: { userId: user.id } }); });
`;

function ofCalls(text: string, call: RegExp): readonly string[] {
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const found = [...text.matchAll(call)].map((match) => ({ ruleId: 'r', start: match.index, end: match.index + match[0].length }));
  return fingerprints(file, 'src/a.ts', found);
}

const COUNT = /db\s*\.order\s*\.count\([^)]*\)/g;
const before = ofCalls(SOURCE, COUNT);

describe('fingerprints', () => {
  it('are unique in a file, also for equal findings', () => {
    assert.equal(before.length, 4);
    assert.equal(new Set(before).size, 4);
    assert.ok(before.every((each) => /^[0-9a-f]{16}$/.test(each)));
  });

  it('survive lines and comments inserted between any two lines', () => {
    const lines = SOURCE.split('\n');
    const inserted = fc.constantFrom('', '   ', '// a comment', '/* another\n   one */', '/** doc */');
    fc.assert(fc.property(fc.integer({ min: 0, max: lines.length - 1 }), fc.array(inserted, { minLength: 1, maxLength: 5 }), (at, extra) => {
      const text = [...lines.slice(0, at), ...extra, ...lines.slice(at)].join('\n');
      assert.deepEqual(ofCalls(text, COUNT), before);
    }));
  });

  it('survive new formatting and edits of other statements', () => {
    assert.deepEqual(ofCalls(SOURCE.replaceAll('db.order.count({ where: { userId: user.id } });', 'db\n  .order\n  .count({\n where: { userId: user.id, } // why\n,})'), COUNT), before);
    assert.deepEqual(ofCalls(SOURCE.replace('export class', 'const before = 1;\nexport class').replace('for (const', 'log("start"); for (const'), COUNT), before);
  });

  it('survive the repair of another finding with other words in the same statement', () => {
    const call = /\w+\.find\(\)/g;
    const [, second] = ofCalls('const x = [a.find(), b.find()];', call);
    const [only] = ofCalls('const x = [1, b.find()];', call);
    assert.notEqual(second, undefined);
    // The statement changed, so that this is a new finding: the promise is only that it is not mistaken for the first.
    assert.notEqual(only, ofCalls('const x = [a.find(), b.find()];', call)[0]);
  });

  it('differ by path and rule', () => {
    const file = ts.createSourceFile('a.ts', 'f();', ts.ScriptTarget.Latest, true);
    const ids = [['r', 'a.ts'], ['r', 'b.ts'], ['s', 'a.ts']].map(([ruleId = '', path = '']) => fingerprints(file, path, [{ ruleId, start: 0, end: 3 }])[0]);
    assert.equal(new Set(ids).size, 3);
  });

  it('do not depend on the order findings come in', () => {
    const file = ts.createSourceFile('a.ts', 'f();\nf();', ts.ScriptTarget.Latest, true);
    const [a, b] = [{ ruleId: 'r', start: 0, end: 3 }, { ruleId: 'r', start: 5, end: 8 }] as const;
    assert.deepEqual(fingerprints(file, 'a.ts', [b, a]), [...fingerprints(file, 'a.ts', [a, b])].reverse());
  });

  it('leave the body of a callback to its own findings', () => {
    const call = /on\(/g;
    assert.deepEqual(ofCalls("on('x', () => { a(); });", call), ofCalls("on('x', () => { b(); c(); });", call));
  });

  it('exist for any stretch of a broken file', () => {
    fc.assert(fc.property(fc.string(), fc.nat(50), fc.nat(50), (text, a, b) => {
      const file = ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest, true);
      const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
      assert.match(fingerprints(file, 'a', [{ ruleId: 'r', start, end }])[0] ?? '', /^[0-9a-f]{16}$/);
    }));
  });
});
