import assert from 'node:assert/strict';
import path from 'node:path';
import { eventTargets } from '../../src/knowledge/dom-event-targets';
import { libraries } from '../../src/knowledge/index';
import { comparingMembers, iterationMembers, promiseCombinators } from '../../src/knowledge/iteration';
import { lifecycles } from '../../src/knowledge/lifecycles';
import type { Library } from '../../src/knowledge/library';
import { platformTypings } from '../support/library-typings';
import { TableChecker } from '../support/table-check';
import { subjects } from './subjects';

/** Tables of the platform: their typings come with the compiler and with the development dependencies. */
const isPlatform = ({ typings }: Library): boolean => /^(?:lib\.(?:dom|es)|@types\/(?:node|vscode))$/.test(typings?.package ?? '');
const theirs = libraries.filter(({ id }) => !subjects[id]);
const platform = theirs.filter(isPlatform);
const packages = theirs.filter((library) => library.typings && !isPlatform(library));

/** The module whose typings the table names: the package itself or the one its `@types` package is for. */
function moduleOf({ packages: specifiers, typings }: Library): string | undefined {
  const names = specifiers.filter((each): each is string => typeof each === 'string');
  const own = typings?.package.replace(/^@types\//, '');
  return names.find((name) => name === own) ?? names[0];
}

const modules = (tables: readonly Library[]): string[] => [...new Set(tables.flatMap((library) => moduleOf(library) ?? []))];

describe('platform types', function () {
  this.timeout(600_000);

  describe('of the language, the browser, Node.js and VS Code', () => {
    let checker: TableChecker;
    before(() => {
      checker = new TableChecker(path.resolve('.'), modules(platform));
    });

    for (const library of platform) {
      it(`${library.id} has every name of its table`, () => {
        const { problems, checked } = checker.check(library, moduleOf(library));
        assert.deepEqual(problems, []);
        assert.ok(checked > 0, 'nothing was checked');
      });
    }

    it('every EventTarget of lib.dom is declared', () => {
      const dom = libraries.find(({ id }) => id === 'dom');
      const known = Object.keys(dom?.declared ?? {});
      assert.deepEqual(checker.heirs('EventTarget').filter((name) => !known.includes(name)), []);
      assert.deepEqual(eventTargets.trim().split(/\s+/).filter((name) => !checker.has(name, 'addEventListener')), []);
    });

    it('arrays and promises have the members of the iteration tables', () => {
      const missing = [...Object.keys(iterationMembers), ...comparingMembers].filter((name) => !checker.has('Array', name));
      assert.deepEqual(missing, []);
      assert.deepEqual([...promiseCombinators].filter((name) => !checker.has('PromiseConstructor', name)), []);
    });
  });

  describe('of packages', () => {
    let checker: TableChecker;
    before(() => {
      checker = new TableChecker(platformTypings(), [...modules(packages), 'react']);
    });

    for (const library of packages) {
      it(`${library.id} has every name of its table`, () => {
        const { problems, checked } = checker.check(library, moduleOf(library));
        assert.deepEqual(problems, []);
        assert.ok(checked > 0, 'nothing was checked');
      });
    }

    it('lifecycle members exist where a package declares them', () => {
      const members = (id: string): string[] => lifecycles.filter((each) => each.id === id).flatMap(({ setup, teardown }) => [...setup, ...teardown]);
      assert.deepEqual(members('react-class').filter((name) => !checker.has('Component', name, 'react')), []);
      const angular = lifecycles.find(({ id }) => id === 'angular')?.implements ?? [];
      assert.deepEqual(members('angular').filter((name) => !angular.some((face) => checker.has(face, name, '@angular/core'))), []);
    });
  });
});

describe('the checker of tables', () => {
  it('names what typings do not have', () => {
    const wrong: Library = {
      id: 'wrong', label: 'wrong', packages: [],
      globals: { queueMicrotask: { acquires: { resource: 'task', kind: 'timeout', release: { functions: ['clearMicrotask'] } }, callbacks: [{ argument: 7, runs: 'later' }] }, nowhere: {} },
      declared: { Map: 'map', Mapp: 'map' },
      types: { map: { members: { get: {}, gett: {} } }, alone: {} },
    };
    const { problems } = new TableChecker(path.resolve('.'), []).check(wrong);
    assert.deepEqual(problems.map((problem) => problem.split(' ').slice(1, 4).join(' ')), [
      'global queueMicrotask takes', 'global queueMicrotask is', 'global nowhere is', 'map.gett is not', 'type Mapp is', 'alone is never',
    ]);
  }).timeout(60_000);
});
