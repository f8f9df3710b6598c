import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { createSession } from '../../src/engine/session.js';
import type { ReviewSession } from '../../src/engine/session-contract.js';
import { ModuleResolver } from '../../src/syntax/module-resolver.js';
import { SourceStore } from '../../src/syntax/source-store.js';
import { TypeChecker } from '../../src/syntax/type-checker.js';
import { memoryHost } from '../support/memory-host.js';

type Files = Readonly<Record<string, string>>;

const TYPINGS: Files = {
  'package.json': '{ "name": "app" }',
  'node_modules/pg/package.json': '{ "name": "pg", "types": "index.d.ts" }',
  'node_modules/pg/index.d.ts': 'export class Pool { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }\n',
};
const POOL = "import { Pool } from 'pg';\n";
const using = (imports: string, receiver: string): string => `${imports}\nexport async function f(ids: string[]) { for (const id of ids) await ${receiver}.query('SELECT * FROM users WHERE id = $1', [id]); }\n`;

function absolute(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`/app/${name}`, text]));
}

/** A session over files that may be replaced as a whole. */
function open(files: Files): { readonly session: ReviewSession; replace(next: Files): void } {
  let host = memoryHost(absolute({ ...TYPINGS, ...files }));
  return {
    session: createSession({
      root: '/app',
      host: { readFile: (path) => host.readFile(path), fileSize: (path) => host.fileSize(path), isDirectory: (path) => host.isDirectory(path), readDirectory: (path) => host.readDirectory(path), realPath: (path) => path },
    }),
    replace: (next) => void (host = memoryHost(absolute({ ...TYPINGS, ...next }))),
  };
}

function queries(session: ReviewSession, types = true): number {
  const { findings, errors } = session.reviewFile('/app/a.ts', { types });
  assert.deepEqual(errors, []);
  return findings.filter((each) => each.ruleId === 'n-plus-one-query').length;
}

describe('the type checker', function () {
  this.timeout(20_000);
  // Only it can tell: inference through generics, key lookups, declarations without bodies.
  const LOOKUP: Files = {
    'a.ts': using("import { get } from './b';", 'get().db'),
    'b.ts': "import { container } from './c';\nexport const get = () => container.resolve('x');",
    'c.ts': "import type { All } from './d';\nexport declare const container: { resolve<K extends keyof All>(key: K): All[K] };",
    'd.ts': `${POOL}export interface All { x: { db: Pool } }`,
  };

  it('is heard only where types are asked for', () => {
    const { session } = open(LOOKUP);
    assert.deepEqual([queries(session, false), queries(session, true), queries(session, false)], [0, 1, 0]);
    session.dispose();
  });

  it('is asked again when anything its answer rests on changed, however far away', () => {
    const { session, replace } = open(LOOKUP);
    assert.equal(queries(session), 1);
    session.setBuffer('/app/d.ts', 'export interface All { x: { db: any } }');
    assert.equal(queries(session), 0);
    session.setBuffer('/app/d.ts', undefined);
    assert.equal(queries(session), 1);
    replace({ ...LOOKUP, 'c.ts': 'export declare const container: { resolve(key: string): any };' });
    session.filesChanged(['/app/c.ts']);
    assert.equal(queries(session), 0);
    session.dispose();
  });

  it('is not asked again for what nobody imports', () => {
    let walks = 0;
    const files = absolute({ ...TYPINGS, ...LOOKUP, 'e.ts': "import './a';\nexport {};" });
    const session = createSession({
      root: '/app', host: memoryHost(files),
      rules: [{ id: 'r', summary: '', category: 'async', since: '0', severity: 'hint', options: {}, visits: ['CallExpression'], detect: (node, { facts }) => (walks++, facts.operationOf(node as never), undefined), message: () => '', evidence: () => [] }],
    });
    session.reviewFile('/app/a.ts', { types: true });
    const before = walks;
    session.setBuffer('/app/e.ts', 'export const e = 1;');
    session.reviewFile('/app/a.ts', { types: true });
    assert.equal(walks, before);
    session.dispose();
  });

  it('learns of files that appear and go away, and of what gets installed', () => {
    const files: Files = { 'a.ts': using("import { make } from './b';", 'make()'), 'b.ts': `import { wrap } from './c';\n${POOL}export const make = wrap(() => new Pool());` };
    const { session, replace } = open(files);
    assert.equal(queries(session), 0);
    replace({ ...files, 'c.ts': 'export declare function wrap<T>(make: () => T): () => T;' });
    session.filesChanged(['/app/c.ts']);
    assert.equal(queries(session), 1);
    replace(files);
    session.filesChanged(['/app/c.ts']);
    assert.equal(queries(session), 0);
    session.dispose();

    const later = open({ ...LOOKUP, 'node_modules/pg/package.json': '', 'node_modules/pg/index.d.ts': '' });
    assert.equal(queries(later.session), 0);
    later.replace(LOOKUP);
    later.session.filesChanged(['/app/package.json']);
    assert.equal(queries(later.session), 1);
    later.session.dispose();
  });

  it('has no answer about broken typings, and does no harm', () => {
    const deep = `export type Deep = ${'[\n'.repeat(20_000)}${']'.repeat(20_000)};`;
    const chain = `export type Chain = ${'A |\n'.repeat(20_000)} B;\nexport declare const x: ${'A[\n'.repeat(3_000)}0${']'.repeat(3_000)};`;
    for (const text of [deep, chain, '}{', '\0\0', "export * from './index';\nexport * from 'pg';", 'export class Pool extends Pool { query: Pool["query"] }', 'export type Pool = Pool[];', 'declare module "pg" { export = pg; }']) {
      const { session } = open({ 'node_modules/pg/index.d.ts': text, 'a.ts': `${POOL}${using('', 'new Pool()')}\nexport const p = new Pool(); export async function g(x: Pool) { for (const y of p) { await x.query(y); await p.query.query(y); } }` });
      assert.deepEqual(session.reviewFile('/app/a.ts', { types: true }).errors, [], text.slice(0, 40));
      assert.ok(queries(session) >= 1, text.slice(0, 40));
      session.dispose();
    }
  }).timeout(20_000);
});

describe('type errors', function () {
  this.timeout(20_000);

  function errorsOf(files: Files): readonly string[] {
    const host = memoryHost(absolute({ ...TYPINGS, ...files }));
    const checker = new TypeChecker(host, '/app', new SourceStore(host, 1_000_000), new ModuleResolver(host, '/app'), (specifier) => /^pg$|\/generated\//.test(specifier));
    return checker.errorsOf('/app/a.ts').map(({ code, message }) => `TS${code} ${message}`);
  }

  it('are known where a tool wrote the client into the project', () => {
    const CLIENT = {
      'generated/client.ts': "/* Code generated by a tool. DO NOT EDIT. */\n// @ts-nocheck\nimport type { Rows } from './rows';\nexport declare class Client { find(ids: number[]): Rows }\n",
      'generated/rows.ts': '/* Code generated by a tool. DO NOT EDIT. */\nexport type Rows = string[];\n',
    };
    const call = (argument: string): string => `import { Client } from './generated/client';\nexport const rows: string[] = new Client().find(${argument});\n`;
    assert.deepEqual(errorsOf({ ...CLIENT, 'a.ts': call('[1]') }), []);
    assert.match(errorsOf({ ...CLIENT, 'a.ts': call('[null]') }).join(), /^TS2322 Type 'null' is not assignable to type 'number'/);
  });

  it('leave out what has no type of its own, and let lists grow with what is pushed', () => {
    assert.deepEqual(errorsOf({ 'a.ts': `${POOL}export function f(pool: Pool, each) { const list = []; list.push(each.name, 1); return list; }\n` }), []);
  });

  it('tells kinds of values: awaited, of a property, of elements of a list, and nothing where it does not know', () => {
    const host = memoryHost(absolute({
      ...TYPINGS,
      'a.ts': `interface Row { id: number; code: string | null; at: Date; tag: string & { brand: true }; some: any }
        declare function load(): Promise<Row[]>;
        export async function f(row: Row) { return [load(), row, row.code, row.some, row?.id]; }`,
    }));
    const sources = new SourceStore(host, 1_000_000);
    const checker = new TypeChecker(host, '/app', sources, new ModuleResolver(host, '/app'), () => true);
    const file = sources.get('/app/a.ts');
    const expressions: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isArrayLiteralExpression(node)) expressions.push(...node.elements);
      ts.forEachChild(node, visit);
    };
    if (file) visit(file);
    const [list, row, code, some, id] = expressions as [ts.Expression, ts.Expression, ts.Expression, ts.Expression, ts.Expression];
    const kinds = (...asked: Parameters<TypeChecker['kindsOf']>): readonly string[] | undefined => { const found = checker.kindsOf(...asked); return found && [...found].sort(); };
    assert.deepEqual([kinds(list), kinds(list, 'id'), kinds(list, 'code'), kinds(row, 'at'), kinds(row, 'tag')], [['object'], ['number'], ['null', 'string'], ['object'], ['string']]);
    assert.deepEqual([kinds(code), kinds(id), kinds(some), kinds(row, 'some'), kinds(list, 'missing')], [['null', 'string'], ['number'], undefined, undefined, undefined]);
    checker.dispose();
  });
});
