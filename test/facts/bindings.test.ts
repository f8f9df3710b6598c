import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { walk } from '../../src/syntax/nodes.js';
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

/** Variables and parameters of this name, in the order of the text. */
function declarationsNamed(file: ts.SourceFile, name: string): (ts.VariableDeclaration | ts.ParameterDeclaration)[] {
  const found: (ts.VariableDeclaration | ts.ParameterDeclaration)[] = [];
  walk(file, (node) => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && node.name.getText() === name) found.push(node);
  });
  return found;
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

  it('find the uses of each declaration of a name, and neither its declaration nor names of properties', () => {
    const { facts, file } = factsOf('const a = 1;\nuse(a, b.a, { a: 1 });\nfunction f(a) { a++; { let a = 2; a; ({ a }); } }\na;');
    const declared = declarationsNamed(file, 'a');
    const at = (each: ts.Node) => file.text.slice(each.getStart() - 2, each.end + 2);
    assert.deepEqual(declared.map((each) => facts.referencesOf(each).map(at)), [['e(a, ', '}\na;'], ['{ a++'], ['; a; ', '{ a }']]);
  });

  it('take each identifier of a name up once, however many declare it', () => {
    const count = 3000;
    const { facts, file } = factsOf(Array.from({ length: count }, (_, index) => `function f${index}(a) { a = 1; return a; }`).join('\n'));
    const declared = declarationsNamed(file, 'a');
    const bindings = facts.bindingsOf(file);
    let asked = 0;
    const original = bindings.declarationOf.bind(bindings);
    bindings.declarationOf = (...given) => {
      asked++;
      return original(...given);
    };
    assert.ok(declared.every((each) => facts.isReassigned(each) && facts.referencesOf(each).length === 2));
    assert.equal(declared.length, count);
    assert.ok(asked <= 3 * count, `${asked} look-ups`);
  });
});
