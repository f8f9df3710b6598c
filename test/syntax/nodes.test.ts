import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { mentions } from '../../src/syntax/nodes.js';

function statementsOf(text: string): readonly ts.Statement[] {
  return ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true).statements;
}

describe('text of a node', () => {
  it('mentions a word only between its start and its end', () => {
    assert.deepEqual(statementsOf('a();\nawait b();\nc();').map((each) => mentions(each, 'await')), [false, true, false]);
    assert.deepEqual(statementsOf('a(aw\nait);').map((each) => mentions(each, 'await')), [false]);
  });

  it('is searched no further than its end', () => {
    const statements = statementsOf(`${'a();\n'.repeat(5_000)}// ${'awai '.repeat(500_000)}`);
    assert.ok(statements.every((each) => !mentions(each, 'await')));
  }).timeout(2_000);
});
