import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { isOrderedByNature, orderRemark } from '../../src/facts/order-intent.js';

const parse = (text: string): ts.SourceFile => ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true);

function remark(comment: string): string | undefined {
  const file = parse(`${comment}\nawait a();\nawait b();\n`);
  return orderRemark(file, file.text.indexOf('await'), file.text.length);
}

describe('order intent', () => {
  it('is read from comments', () => {
    for (const comment of ['// The order matters here.', '// one request at a time', '// do not use Promise.all: it deadlocks', '/* run sequentially */', '// eslint-disable-next-line no-await-in-loop -- needs the id']) assert.ok(remark(comment), comment);
  });

  it('is not read from other comments', () => {
    for (const comment of ['// Load what the page shows.', '// perf-review-ignore sequential-await', '// eslint-disable-next-line no-await-in-loop']) assert.equal(remark(comment), undefined, comment);
  });

  it('ends a few lines above', () => {
    const file = parse(`// The order matters here.\n${'f();\n'.repeat(8)}await a();\n`);
    assert.equal(orderRemark(file, file.text.indexOf('await'), file.text.length), undefined);
  });

  it('lies in functions that end something', () => {
    const body = (text: string): ts.Node => (parse(text).statements[0] as ts.FunctionDeclaration).body as ts.Node;
    assert.ok(isOrderedByNature(body('async function shutdown() { await a(); }')));
    assert.ok(!isOrderedByNature(body('async function show() { await a(); }')));
  });
});
