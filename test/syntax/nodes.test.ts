import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { mentions, plainText } from '../../src/syntax/nodes.js';

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

describe('words of a node', () => {
  const plain = (text: string): string => {
    const [statement] = statementsOf(text);
    assert.ok(statement && ts.isExpressionStatement(statement));
    return plainText(statement.expression);
  };

  it('are the same in every layout', () => {
    for (const text of ['this.db.find(a, b)', 'this\n  .db // note\n  .find(a, /* first */ b)', 'this . db\n.find ( a ,b )']) assert.equal(plain(text), 'this.db.find(a,b)');
  });

  it('keep what strings hold and what stands between two words', () => {
    assert.equal(plain("a( 'x /* y */  z' )"), "a('x /* y */  z')");
    assert.equal(plain('typeof  a instanceof\n B'), 'typeof a instanceof B');
    assert.equal(plain(`a(\`x  \${ b } y\`)`), `a(\`x  \${b} y\`)`);
  });
});
