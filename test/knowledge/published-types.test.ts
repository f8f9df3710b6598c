import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { libraries } from '../../src/knowledge/index';
import type { Library } from '../../src/knowledge/library';
import { subjects, type Subject } from './subjects';
import { TableWalk } from './table-walk';
import { typingsFolder } from './typings';

const entry = (modules: readonly string[]): string => modules.map((module, index) => `import * as module${index} from '${module}';\n`).join('');

function walk(program: ts.Program, file: ts.SourceFile, library: Library, modules: readonly string[]): TableWalk {
  const checker = program.getTypeChecker();
  const loaded = file.statements.filter(ts.isImportDeclaration).flatMap((each) => checker.getSymbolAtLocation(each.moduleSpecifier) ?? []);
  assert.equal(loaded.length, modules.length, 'a module has no typings');
  return new TableWalk(checker, library, loaded, file);
}

const checked = libraries.filter((library) => subjects[library.id]);

describe('published types', function () {
  this.timeout(900_000);
  let program: ts.Program;
  const files = new Map<string, string>();

  before(() => {
    const folder = typingsFolder();
    for (const library of checked) {
      const file = path.join(folder, `entry-${library.id}.ts`);
      writeFileSync(file, entry((subjects[library.id] as Subject).modules));
      files.set(library.id, file);
    }
    program = ts.createProgram([...files.values()], {
      target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true, noEmit: true,
      skipLibCheck: true, esModuleInterop: true, types: ['node'], typeRoots: [path.join(folder, 'node_modules/@types')],
    });
  });

  for (const library of checked) {
    const { modules, elsewhere = {} } = subjects[library.id] as Subject;
    it(`${library.label} offers what its table says`, () => {
      const file = program.getSourceFile(files.get(library.id) as string) as ts.SourceFile;
      const table = walk(program, file, library, modules);
      const problems = table.problems();
      const subjectOf = (problem: string): string => problem.slice(0, problem.indexOf(':'));
      const excused = Object.keys(elsewhere).flatMap((names) => names.split(' | '));
      assert.ok(table.checked > 0, 'nothing was checked');
      assert.equal(problems.filter((problem) => !excused.includes(subjectOf(problem))).join('\n'), '');
      assert.deepEqual(excused.filter((name) => !problems.some((problem) => subjectOf(problem) === name)), [], 'excused, yet there');
    });
  }
});
