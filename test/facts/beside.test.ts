import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { Facts } from '../../src/facts/facts.js';
import { libraries } from '../../src/knowledge/index.js';
import { KnowledgeIndex } from '../../src/knowledge/knowledge-index.js';
import { ImplementerIndex } from '../../src/syntax/implementer-index.js';
import { MentionIndex } from '../../src/syntax/mention-index.js';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { walk } from '../../src/syntax/nodes.js';
import { SourceStore, type Sources } from '../../src/syntax/source-store.js';
import { memoryHost } from '../support/memory-host.js';

/** Texts a file may have, the first at the start. They reach queries through each other, in a circle too. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  '/app/db.ts': ["import { Pool } from 'pg';\nexport const pool = new Pool();\nexport const one = (id) => pool.query('select $1', [id]);\n", 'export const pool = undefined;\nexport const one = (id) => id;\n', "export { one } from './use';\n"],
  '/app/store.ts': ["import { one } from './db';\nexport class Store { load(id) { return one(id); } all(ids) { return ids.map((id) => this.load(id)); } }\n", 'export class Store { load(id) { return id; } all(ids) { return ids; } }\n'],
  '/app/barrel.ts': ["export * from './store';\nexport { one as first } from './db';\n", "export { Store } from './store';\nexport const first = (x) => x;\n"],
  '/app/use.ts': ["import { Store, first } from './barrel';\nimport { back } from './circle';\nexport const one = (id) => first(id);\nexport function run(ids) { const store = new Store(); for (const id of ids) { store.load(id); one(id); back(id); } return store.all(ids); }\n", "import { first } from './barrel';\nexport const one = (id) => first(first(id));\nexport const run = (ids) => one(ids);\n"],
  '/app/circle.ts': ["import { run } from './use';\nexport const back = (n) => n ? run([n]) : 0;\n", "import { one } from './db';\nexport const back = (n) => one(n);\n"],
};
const PATHS = Object.keys(VARIANTS);
const files = Object.fromEntries(PATHS.map((path) => [path, VARIANTS[path]?.[0] ?? '']));
const host = memoryHost({ '/app/package.json': '{}', ...files });

const factsOver = (sources: Sources): Facts =>
  new Facts(sources, new ModuleResolver(host, '/app'), new KnowledgeIndex(libraries), undefined, new ImplementerIndex(host, '/app'), new MentionIndex(host, '/app'));

/** What is said of every call of a file: the value called, the operations it reaches and by which calls. */
function said(facts: Facts, path: string): readonly string[] {
  const lines: string[] = [];
  const file = facts.fileAt(path);
  if (file) facts.within(path, () => walk(file, (node) => {
    if (!ts.isCallExpression(node)) return;
    const reached = facts.reachedBy(node).map(({ use, path: calls, fedBy, conditional, loops }) => `${use.method} by ${calls.map((each) => each.getText()).join(' > ')} fed ${[...fedBy ?? []].join()} ${conditional} ${loops.length}`);
    lines.push(`${node.getText()} is ${facts.valueOf(node.expression)?.kind ?? '?'}: ${reached.join('; ')}`);
  }));
  return lines;
}

describe('facts of the project as it would be', () => {
  it('are those of somebody who knew nothing before, and leave those of the present as they are', () => {
    const question = fc.shuffledSubarray(PATHS);
    const change = fc.constantFrom(...PATHS).chain((path) => fc.constantFrom(...(VARIANTS[path] ?? [])).map((text) => [path, `${text}// changed\n`] as const));
    fc.assert(fc.property(question, fc.array(change, { minLength: 1, maxLength: 2 }), question, question, (before, changes, asked, after) => {
      const sources = new SourceStore(host, 1_000_000);
      const present = factsOver(sources);
      for (const path of before) said(present, path);
      const changed = sources.withTexts(new Map(changes));
      const beside = present.beside(changed, undefined, changes.map(([path]) => path));
      for (const path of asked) assert.deepEqual(said(beside, path), said(factsOver(changed), path), path);
      for (const path of after) assert.deepEqual(said(present, path), said(factsOver(sources), path), path);
    }), { numRuns: 300 });
  });
});
