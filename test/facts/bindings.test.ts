import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { factsOf } from '../support/facts-of.js';

/** The line on which the name given to each `use(…)` is declared. */
function lines(text: string): (number | undefined)[] {
  const { facts, file, uses } = factsOf(text);
  return uses.map((use) => {
    const [name] = use.arguments;
    assert.ok(name && ts.isIdentifier(name));
    const declaration = facts.declarationOf(name);
    return declaration && file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
  });
}

describe('bindings', () => {
  it('find the nearest declaration', () => {
    assert.deepEqual(lines('const a = 1;\nfunction f(\na) { use(a); {\nconst a = 2; use(a); } }\nuse(a);'), [3, 4, 1]);
  });

  it('know that var and functions belong to the whole function', () => {
    assert.deepEqual(lines('function f() { use(a); use(g); {\nvar a = 1; }\nfunction g() {} }'), [2, 3]);
  });

  it('do not know what is declared elsewhere', () => {
    assert.deepEqual(lines('use(a); { const a = 1; }'), [undefined]);
  });

  it('tell names that are assigned again', () => {
    const { facts, file } = factsOf('let a = 1; let b = 1; b++; const c = 1;');
    const declared = file.statements.filter(ts.isVariableStatement).flatMap((each) => [...each.declarationList.declarations]);
    assert.deepEqual(declared.map((each) => facts.isReassigned(each)), [false, true, false]);
  });
});
