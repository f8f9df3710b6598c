import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { SourceStore } from '../../src/syntax/source-store.js';
import { TypeChecker } from '../../src/syntax/type-checker.js';
import { memoryHost } from '../support/memory-host.js';

const A = '/app/a.ts';
const B = '/app/b.ts';

/** What is said of `a.ts` with another text: in the present program where that will do, and in one of its own. */
function bothAnswers(present: Readonly<Record<string, string>>, text: string, askedBefore = true): { readonly beside: Said; readonly own: Said; readonly exports: Said['exports'] } {
  const host = memoryHost({ '/app/package.json': '{}', ...present });
  const sources = new SourceStore(host, 1e6);
  const checker = new TypeChecker(host, '/app', sources, new ModuleResolver(host, '/app'), (specifier) => /^lib-/.test(specifier));
  checker.expect(Object.keys(present).filter((path) => !path.includes('node_modules')));
  if (askedBefore) checker.errorsOf(A);
  const changed = (): ReturnType<SourceStore['withTexts']> => sources.withTexts(new Map([[A, text]]));
  const said = (paths: readonly string[]): Said => {
    const beside = checker.withSources(changed(), paths);
    return { errors: beside.errorsOf(A).map(({ code, start, end, message }) => `${start}-${end} TS${code} ${message}`).sort(), exports: [...beside.exportedTypes(A)] };
  };
  // Where two files differ there is always a program of their own.
  const answers = { beside: said([A]), again: said([A]), own: said([A, B]) };
  assert.deepEqual(answers.again, answers.beside);
  return { ...answers, exports: [...checker.exportedTypes(A)] };
}

interface Said {
  readonly errors: readonly string[];
  readonly exports: readonly (readonly [string, string])[];
}

describe('another text of a file, asked about in the present program', function () {
  this.timeout(60_000);
  const files = { [A]: "import { twice } from './b';\nexport const n = twice(1);\n", [B]: 'export const twice = (n: number): number => n * 2;\n' };

  const typings = {
    'lib-plain': 'export default function pick<T>(value: T): T;', 'lib-deep': "import type { Deep } from './deep';\nexport default function pick(n: number): Deep;", 'lib-known': 'export const known: number;',
    'lib-loud': 'export const size: number;\ndeclare global { interface Array<T> { shiny: T } }',
  };
  const packages = Object.fromEntries(Object.entries(typings).flatMap(([name, text]) => [[`/app/node_modules/${name}/package.json`, JSON.stringify({ name, types: 'index.d.ts' })], [`/app/node_modules/${name}/index.d.ts`, text]]));
  const around = { ...packages, '/app/node_modules/lib-deep/deep.d.ts': 'export interface Deep { deep: number }', '/app/c.ts': "import { known } from 'lib-known';\nexport const other = known;\n" };

  const texts: Readonly<Record<string, string>> = {
    'a new error': "import { twice } from './b';\nexport const n: string = twice(1);\n",
    'an error of names': "import { twice } from './b';\nexport const n = twice(one);\n",
    'a name declared twice': "import { twice } from './b';\nconst n = 1;\nexport const n = twice(1);\n",
    'another type of an export': "import { twice } from './b';\nexport const n = [twice(1)];\n",
    'an import that was not there': "import { twice } from './b';\nimport { other } from './c';\nexport const n = twice(other);\n",
    'a dynamic import that was not there': "import { twice } from './b';\nexport const n = twice((await import('./c')).other);\n",
    'a name that its module does not have': "import { twice, thrice } from './b';\nexport const n: string = thrice(twice(1));\n",
    'such a name of a module that was not there': "import { others } from './c';\nimport { thrice } from './b';\nexport const n: string = thrice(others);\n",
    'a package that was not there': "import { twice } from './b';\nimport pick from 'lib-plain';\nexport const n: string = pick(twice(1));\n",
    'a package that imports others': "import { twice } from './b';\nimport pick from 'lib-deep';\nexport const n: string = pick(twice(1)).deep;\n",
    'a package that another file imports': "import { twice } from './b';\nimport { known } from 'lib-known';\nexport const n: string = twice(known);\n",
    'a package that is not installed': "import { twice } from './b';\nimport { gone } from 'lib-gone';\nexport const n: string = twice(gone);\n",
    'a package nobody asks for': "import { twice } from './b';\nimport { gone } from 'other';\nexport const n = twice(gone) + nowhere;\n",
    'a package that says something to all': "import { twice } from './b';\nimport { size } from 'lib-loud';\nexport const n: string = [twice(size)].shiny;\n",
    'an expected error': "import { twice } from './b';\n// @ts-expect-error\nexport const n: string = twice(1);\n",
    'an expected error that does not come': "import { twice } from './b';\n// @ts-expect-error\nexport const n = twice(1);\n",
    'a declaration for everybody': "import { twice } from './b';\ndeclare global { interface Array<T> { shiny: T } }\nexport const n = [twice(1)].shiny;\n",
    'no module any more': 'const n = 1;\n',
  };
  for (const [title, text] of Object.entries(texts)) {
    it(`says what a program of its own says: ${title}`, () => {
      for (const asked of [true, false]) {
        const { beside, own } = bothAnswers({ ...files, ...around }, text, asked);
        assert.deepEqual(beside, own);
      }
    });
  }

  it('knows its own class from the present one that another file hands back', () => {
    const { beside, own } = bothAnswers({
      [A]: "import { made } from './b';\nexport class Box { private n = 1; }\nexport const box: Box = made;\n",
      [B]: "import { Box } from './a';\nexport const made = new Box();\n",
    }, "import { made } from './b';\nexport class Box { private n = 1; }\nconst one = made;\nexport const box: Box = one;\n");
    assert.deepEqual(own.errors, []);
    assert.deepEqual(beside, own);
  });

  it('leaves what is said of the present text as it was, in any order of questions', () => {
    const host = memoryHost({ '/app/package.json': '{}', ...files });
    const sources = new SourceStore(host, 1e6);
    const checker = new TypeChecker(host, '/app', sources, new ModuleResolver(host, '/app'), () => false);
    checker.expect([A, B]);
    for (const text of [texts['a new error'] ?? '', texts['an error of names'] ?? '']) {
      assert.equal(checker.withSources(sources.withTexts(new Map([[A, text]])), [A]).errorsOf(A).length, 1);
    }
    assert.deepEqual(checker.errorsOf(A), []);
  });

  const statement = fc.constantFrom(
    'export const list = [1, 2];', 'export const list = ["a"];', 'const n: number = list[0];', 'const s: string = list[0];', 'export class Box<T> { constructor(readonly item: T) {} }',
    'export class Box<T> { constructor(private readonly item: T, n = 0) {} }', 'export const box = new Box(list);', 'export const open = (b: Box<number>) => b.item;', 'const made: Box<number> = make(1);',
    'export type Key = keyof typeof record;', 'const record = { a: 1, b: "x" };', 'const record = { a: 1 };', 'const key: Key = "b";', 'export enum Side { Left, Right }', 'const side: Side = other;',
    'export async function wait() { return list; }', 'void wait().then((each) => each.length);', 'let late; late = 1; late.toFixed();', 'function self(n: number) { return n ? self(n - 1) : list; }', 'export { helper } from "./b";',
  );
  const module = (head: string): fc.Arbitrary<string> => fc.uniqueArray(statement, { maxLength: 9 }).map((list) => `${head}\n${list.join('\n')}\n`);
  const cyclic = "import { Box, Side } from './a';\nexport const helper = 1;\nexport const make = (n: number) => new Box(n);\nexport const other = Side.Left;\n";
  const plain = 'export const helper = 1;\nexport const make = (n: number) => n;\nexport const other = 0;\n';
  it('says what a program of its own says of any text', () => {
    fc.assert(fc.property(module("import { make, other } from './b';"), module("import { make, other } from './b';"), fc.boolean(), fc.boolean(), (before, after, inCycle, asked) => {
      const { beside, own, exports } = bothAnswers({ [A]: before, [B]: inCycle ? cyclic : plain }, after, asked);
      if (!inCycle) assert.deepEqual(beside, own);
      // Others still answer for the present text: nothing may be missed while that offers the same as the new one.
      else if (isDeepStrictEqual(exports, beside.exports)) assert.deepEqual(own.errors.filter((each) => !beside.errors.includes(each)), []);
    }), { numRuns: 15 });
  });
});
