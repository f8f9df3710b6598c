import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Finding } from '../../src/core/finding.js';
import { createSession } from '../../src/engine/session.js';
import type { ReviewSession } from '../../src/engine/session-contract.js';
import { rules } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import type { FileHost } from '../../src/syntax/file-host.js';
import { memoryHost } from '../support/memory-host.js';

/** Texts a file may have, the first at the start; `undefined`: it is not there. */
const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  '/app/package.json': ['{ "name": "root", "workspaces": ["packages/*"], "imports": { "#db": "./src/db.ts" } }', '{ "name": "root", "imports": { "#db": "./src/quiet.ts" } }', '{ broken', undefined],
  '/app/tsconfig.json': ['{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }', '{ "compilerOptions": { "paths": { "@/*": ["./other/*"] } } }', undefined],
  '/app/packages/data/package.json': ['{ "name": "@acme/data", "exports": "./dist/index.js" }', '{ "name": "@acme/renamed", "exports": "./dist/index.js" }', undefined],
  '/app/packages/data/src/index.ts': ["import { PrismaClient } from '@prisma/client';\nconst db = new PrismaClient();\nexport const order = (id: string) => db.order.findUnique({ where: { id } });\n", 'export const order = (id: string) => id;\n', "export { user as order } from '../../../src/db';\n", undefined],
  '/app/src/db.ts': ["import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\nexport const user = (id: string) => db.user.findUnique({ where: { id } });\n", "export const db = { user: { findUnique: async (x: unknown) => x } };\nexport const user = (id: string) => db.user.findUnique(id);\n", 'export {};\n', 'export const { = ;\n', undefined],
  '/app/src/quiet.ts': ['export const user = (id: string) => id;\nexport const db = undefined;\n', undefined],
  '/app/src/barrel.ts': ["export * from './db';\nexport { Store } from './store';\n", "export { user } from './quiet';\nexport { Store } from './store';\n", '', undefined],
  '/app/src/store.ts': ["import { db } from './db';\nimport { Base } from './base';\nexport class Store extends Base { one(id: string) { return db.user.findFirst({ where: { id } }); } }\n", "import { Base } from './base';\nexport class Store extends Base {}\n", undefined],
  '/app/src/base.ts': ["import { db } from './db';\nexport class Base { two(id: string) { return db.item.delete({ where: { id } }); } }\n", 'export class Base { two(id: string) { return id; } }\n', undefined],
  '/app/src/store.tsx': [undefined, 'export class Store { one() {} two() {} }\n'],
  '/app/src/db/index.ts': [undefined, 'export const user = (id: string) => id; export const db = {};\n'],
  '/app/other/db.ts': [undefined, 'export const user = (id: string) => id;\n'],
  '/app/src/ports.ts': ['export interface Port { load(id: string): Promise<unknown> }\n', undefined],
  '/app/src/adapter.ts': ["import type { Port } from './ports';\nimport { db } from './db';\nexport class Adapter implements Port { load(id: string) { return db.user.findUnique({ where: { id } }); } }\n", "import type { Port } from './ports';\nexport class Adapter implements Port { async load(id: string) { return id; } }\n", 'export class Adapter {}\n', undefined],
  '/app/src/use.ts': [`import { user, Store } from './barrel';
import { user as aliased } from '@/db';
import { order } from '@acme/data';
import * as imported from '#db';
import type { Port } from './ports';
export async function run(ids: string[], store: Store, port: Port) {
  for (const id of ids) await user(id);
  for (const id of ids) await aliased(id);
  for (const id of ids) await order(id);
  for (const id of ids) await imported.user(id);
  for (const id of ids) await store.one(id);
  for (const id of ids) await store.two(id);
  for (const id of ids) await port.load(id);
  const made = new Store();
  for (const id of ids) await made.two(id);
}
`, "import { user } from './barrel';\nexport const each = (ids: string[]) => Promise.all(ids.map((id) => user(id)));\n", undefined],
  '/app/src/entry.ts': ["import { run } from './use';\nexport async function all(groups: string[][], s: never) { for (const group of groups) await run(group, s, s); }\n", undefined],
};

type Action =
  | { readonly kind: 'disk' | 'buffer'; readonly path: string; readonly text: string | undefined }
  | { readonly kind: 'look'; readonly path: string };

const PATHS = Object.keys(VARIANTS);
const SOURCES = PATHS.filter((path) => /\.tsx?$/.test(path));

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PATHS).chain((path) => fc.constantFrom(...(VARIANTS[path] ?? [])).map((text): Action => ({ kind: 'disk', path, text }))) },
  { weight: 3, arbitrary: fc.constantFrom(...SOURCES).chain((path) => fc.constantFrom(...(VARIANTS[path] ?? [])).map((text): Action => ({ kind: 'buffer', path, text }))) },
  { weight: 2, arbitrary: fc.constantFrom(...SOURCES).map((path): Action => ({ kind: 'look', path })) },
);

/** A world that changes, and a session that lives through it. */
class World {
  readonly files = new Map<string, string>();
  readonly buffers = new Map<string, string>();
  readonly session: ReviewSession;
  private host = memoryHost({});

  constructor(private readonly types: boolean, own: readonly Rule[] = rules) {
    for (const path of PATHS) this.write(path, VARIANTS[path]?.[0]);
    this.session = createSession({ root: '/app', host: this.live(), rules: own });
  }

  do(step: Action): void {
    if (step.kind === 'look') this.session.reviewFile(step.path, { types: this.types });
    else if (step.kind === 'disk') {
      this.write(step.path, step.text);
      this.session.filesChanged([step.path]);
    } else {
      if (step.text === undefined) this.buffers.delete(step.path);
      else this.buffers.set(step.path, step.text);
      this.session.setBuffer(step.path, step.text);
    }
  }

  findings(): Readonly<Record<string, readonly Finding[]>> {
    return findingsOf(this.session, this.types);
  }

  /** What somebody sees who opens the world as it is now. */
  freshFindings(): Readonly<Record<string, readonly Finding[]>> {
    const session = createSession({ root: '/app', host: this.live() });
    for (const [path, text] of this.buffers) session.setBuffer(path, text);
    const found = findingsOf(session, this.types);
    session.dispose();
    return found;
  }

  private write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    this.host = memoryHost(Object.fromEntries(this.files));
  }

  private live(): FileHost {
    return {
      readFile: (path) => this.host.readFile(path),
      fileSize: (path) => this.host.fileSize(path),
      isDirectory: (path) => this.host.isDirectory(path),
      readDirectory: (path) => this.host.readDirectory(path),
      realPath: (path) => this.host.realPath(path),
    };
  }
}

function findingsOf(session: ReviewSession, types: boolean): Readonly<Record<string, readonly Finding[]>> {
  return Object.fromEntries(SOURCES.map((path) => {
    const { findings, skipped, errors } = session.reviewFile(path, { types });
    assert.deepEqual(errors, []);
    return [path, skipped ? [] : findings];
  }));
}

function assertAsFresh(world: World, steps: readonly Action[]): void {
  assert.deepEqual(world.findings(), world.freshFindings(), JSON.stringify(steps.map((each) => [each.kind, each.path, 'text' in each ? VARIANTS[each.path]?.indexOf(each.text) : ''])));
}

describe('a session that lives through edits', function () {
  this.timeout(20_000);
  it('begins with findings in every way of reaching a query', () => {
    const found = new World(false).findings();
    assert.equal(found['/app/src/use.ts']?.filter((each) => each.ruleId === 'n-plus-one-query').length, 8);
  });

  it('says what a fresh one says', () => {
    fc.assert(fc.property(fc.array(action, { minLength: 1, maxLength: 7 }), (steps) => {
      const world = new World(false);
      world.findings();
      for (const step of steps) world.do(step);
      assertAsFresh(world, steps);
    }), { numRuns: 120 });
  });

  it('says it after every single edit', () => {
    fc.assert(fc.property(fc.array(action, { minLength: 8, maxLength: 12 }), (steps) => {
      const world = new World(false);
      steps.forEach((step, index) => {
        world.do(step);
        assertAsFresh(world, steps.slice(0, index + 1));
      });
    }), { numRuns: 12 });
  });

  it('says it with types, too', () => {
    fc.assert(fc.property(fc.array(action, { minLength: 10, maxLength: 20 }), (steps) => {
      const world = new World(true);
      world.findings();
      for (const step of steps) world.do(step);
      assertAsFresh(world, steps);
    }), { numRuns: 4, endOnFailure: true });
  }).timeout(30_000);
});

describe('a change', function () {
  this.timeout(20_000);
  /** A rule that notes which files it walks. */
  function counting(): { readonly rule: Rule; readonly walked: () => readonly string[] } {
    const walked: string[] = [];
    const rule: Rule = {
      id: 'count', summary: '', category: 'async', since: '0', severity: 'hint', options: {}, visits: ['SourceFile'],
      detect: (_, { path }) => void walked.push(path), message: () => '', evidence: () => [],
    };
    return { rule, walked: () => walked.splice(0).sort() };
  }

  function worldOf(): { readonly world: World; readonly walked: () => readonly string[] } {
    const { rule, walked } = counting();
    const world = new World(false, [...rules, rule]);
    world.findings();
    walked();
    return { world, walked };
  }

  it('has only what depends on it reviewed again', () => {
    const { world, walked } = worldOf();
    world.findings();
    assert.deepEqual(walked(), []);
    world.do({ kind: 'buffer', path: '/app/src/quiet.ts', text: '// nobody needs me\n' });
    world.findings();
    assert.deepEqual(walked(), ['/app/src/quiet.ts']);
    // Whether anything calls a function is a part of what is said of its loops.
    world.do({ kind: 'buffer', path: '/app/src/entry.ts', text: '// calls no one any more\n' });
    world.findings();
    assert.deepEqual(walked(), ['/app/src/entry.ts', '/app/src/use.ts']);
    world.do({ kind: 'buffer', path: '/app/src/base.ts', text: VARIANTS['/app/src/base.ts']?.[1] });
    world.findings();
    const after = walked();
    assert.ok(after.includes('/app/src/base.ts') && after.includes('/app/src/use.ts'), after.join());
    assert.ok(!after.includes('/app/src/db.ts') && !after.includes('/app/packages/data/src/index.ts') && !after.includes('/app/src/quiet.ts'), after.join());
  });

  it('to the text that is there already changes nothing', () => {
    const { world, walked } = worldOf();
    world.do({ kind: 'buffer', path: '/app/src/db.ts', text: VARIANTS['/app/src/db.ts']?.[0] });
    world.findings();
    assert.deepEqual(walked(), []);
  });

  it('of both depths is kept apart', () => {
    const { world, walked } = worldOf();
    const path = '/app/src/quiet.ts';
    world.session.reviewFile(path, { types: true });
    assert.deepEqual(walked(), [path]);
    world.session.reviewFile(path, { types: true });
    world.session.reviewFile(path, { types: false });
    assert.deepEqual(walked(), []);
    world.do({ kind: 'buffer', path, text: 'export {};' });
    world.session.reviewFile(path, { types: false });
    world.session.reviewFile(path, { types: true });
    assert.deepEqual(walked(), [path, path]);
  });
});
