import assert from 'node:assert/strict';
import { factsOf } from '../support/facts-of.js';

/** Files whose names are `m0.ts`, `m1.ts`, …, each of the text given for its number. */
function modules(count: number, text: (index: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}.ts`, text(index)]));
}

/** Each re-exports everything of all the others. */
function barrels(count: number, more: (index: number) => string = () => ''): Record<string, string> {
  const others = (index: number) => Array.from({ length: count }, (_, other) => (other === index ? '' : `export * from './m${other}';`)).join('\n');
  return modules(count, (index) => `${others(index)}\n${more(index)}`);
}

describe('module values', () => {
  it('end where barrels re-export each other', () => {
    const { facts } = factsOf(barrels(6));
    assert.equal(facts.exportedValue('/app/m0.ts', 'absent'), undefined);
    assert.equal(facts.exportedDeclaration('/app/m0.ts', 'absent'), undefined);
  });

  it('are found behind barrels that re-export each other', () => {
    const { facts } = factsOf(barrels(6, (index) => (index === 5 ? 'export function run() {}' : '')));
    assert.equal(facts.exportedValue('/app/m0.ts', 'run')?.kind, 'function');
    assert.equal(facts.exportedDeclaration('/app/m0.ts', 'run')?.getSourceFile().fileName, '/app/m5.ts');
  });

  it('are found behind a long chain of barrels, and by a short way where a long one comes first', () => {
    const chain = modules(40, (index) => (index === 39 ? 'export function run() {}' : `export * from './m${index + 1}';`));
    assert.equal(factsOf(chain).facts.exportedValue('/app/m0.ts', 'run')?.kind, 'function');
    const { facts } = factsOf({ 'index.ts': "export * from './m0'; export * from './m39';", ...chain });
    assert.equal(facts.exportedValue('/app/index.ts', 'run')?.kind, 'function');
  });

  it('are found behind a re-export that renames', () => {
    const { facts } = factsOf({
      'a.ts': "export { first as second } from './b'; export * from './b';",
      'b.ts': "export { second as third } from './a'; export function first() {}",
    });
    assert.equal(facts.exportedValue('/app/a.ts', 'third')?.kind, 'function');
  });

  it('end where modules import a name from each other and export it', () => {
    const { facts } = factsOf({
      'a.ts': "import { X } from './b'; export { X };",
      'b.ts': "import { X } from './a'; export { X };",
      'self.ts': "import Y from './self'; export default Y;",
    });
    assert.equal(facts.exportedDeclaration('/app/a.ts', 'X'), undefined);
    assert.equal(facts.exportedValue('/app/a.ts', 'X'), undefined);
    assert.equal(facts.exportedValue('/app/self.ts', 'default'), undefined);
  });

  it('know the type behind names that are imported and exported again', () => {
    const { facts } = factsOf({
      'a.ts': "import { X } from './b'; export { X };",
      'b.ts': "import { Z } from './c'; export { Z as X };",
      'c.ts': 'export interface Z { id: string }',
    });
    assert.equal(facts.exportedDeclaration('/app/a.ts', 'X')?.getSourceFile().fileName, '/app/c.ts');
  });
});
