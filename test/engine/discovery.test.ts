import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { discoverFiles } from '../../src/engine/file-discovery.js';
import { createSession } from '../../src/engine/session.js';
import { diskHost, withSlashes, type FileHost } from '../../src/syntax/file-host.js';
import { memoryHost } from '../support/memory-host.js';

const ROOT = '/app';

async function found(files: Readonly<Record<string, string>>, paths: readonly string[] = [''], exclude: readonly string[] = []): Promise<readonly string[]> {
  const host = memoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text])));
  const { files: list } = await discoverFiles(host, ROOT, paths.map((each) => (each === '' ? ROOT : `${ROOT}/${each}`)), exclude, undefined);
  return list.map((each) => each.slice(ROOT.length + 1));
}

describe('discovery', () => {
  it('takes sources and leaves declarations, dependencies and output', async () => {
    const names = ['a.ts', 'a.tsx', 'a.mts', 'a.cts', 'a.js', 'a.jsx', 'a.mjs', 'a.cjs', 'a.vue', 'a.svelte'];
    const others = ['a.d.ts', 'a.d.mts', 'a.d.css.ts', 'a.json', 'a.html', 'README.md', 'ts', 'node_modules/a.ts', 'x/node_modules/a.ts', 'dist/a.js', '.git/a.js', '.next/a.js', 'vendor/a.js'];
    assert.deepEqual([...await found(Object.fromEntries([...names, ...others].map((name) => [name, ''])))].sort(), [...names].sort());
  });

  it('follows .gitignore as git does, nearest last', async () => {
    const files = { '.gitignore': 'gen/\n*.gen.ts\n/top.ts\n# a comment\n', 'gen/a.ts': '', 'x/gen/a.ts': '', 'a.gen.ts': '', 'top.ts': '', 'x/top.ts': '', 'x/.gitignore': '!b.gen.ts\nc.ts', 'x/b.gen.ts': '', 'x/c.ts': '', 'c.ts': '' };
    assert.deepEqual(await found(files), ['c.ts', 'x/b.gen.ts', 'x/top.ts']);
    assert.deepEqual(await found(files, ['x']), ['x/b.gen.ts', 'x/top.ts']);
  });

  it('leaves what the settings exclude, relative to the root', async () => {
    const files = { 'a.ts': '', 'x/a.ts': '', 'x/y/a.ts': '' };
    assert.deepEqual(await found(files, [''], ['x/y']), ['a.ts', 'x/a.ts']);
    assert.deepEqual(await found(files, [''], ['/a.ts', '**/y/**']), ['x/a.ts']);
    assert.deepEqual(await found(files, ['x'], ['/a.ts']), ['x/a.ts', 'x/y/a.ts']);
  });

  it('takes a file that is named wherever it lies, and names what it cannot take', async () => {
    const host = memoryHost({ '/app/.gitignore': '*', '/app/dist/a.js': '', '/app/a.md': '' });
    assert.deepEqual(await discoverFiles(host, ROOT, ['/app/dist/a.js', '/app/a.md', '/app/gone.ts', '/elsewhere'], [], undefined), {
      files: ['/app/dist/a.js'],
      skipped: [{ path: '/app/a.md', reason: 'not a JavaScript or TypeScript source file' }, { path: '/app/gone.ts', reason: 'cannot be read' }, { path: '/elsewhere', reason: 'cannot be read' }],
    });
  });

  it('lists each file once, in an order that does not depend on the disk', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const file = fc.tuple(name, name, name).map((parts) => `${parts.join('/')}.ts`);
    await fc.assert(fc.asyncProperty(fc.uniqueArray(file, { maxLength: 12 }), fc.uniqueArray(file, { maxLength: 12 }), async (names, order) => {
      const all = [...new Set([...names, ...order])];
      const shuffled = [...new Set([...order, ...names])];
      const [one, two] = await Promise.all([all, shuffled].map((each) => found(Object.fromEntries(each.map((path) => [path, ''])), ['', '', 'a'])));
      assert.deepEqual(one, two);
      assert.deepEqual([...one ?? []].sort(), [...all].sort());
    }), { numRuns: 40 });
  });

  it('survives any .gitignore and any pattern', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), fc.array(fc.string(), { maxLength: 3 }), async (text, exclude) => {
      const files = await found({ '.gitignore': text, 'x/.gitignore': `${text}\n\\\n[\n!\n**`, 'a.ts': '', 'x/a.ts': '' }, [''], exclude);
      assert.ok(files.every((each) => each.endsWith('a.ts')));
    }), { numRuns: 200 });
    await found({ '.gitignore': '(a+)+$\n'.repeat(10_000), 'a.ts': '' });
  });

  it('stops when it is cancelled, and lets others have a turn', async () => {
    const cancel = { aborted: false };
    const visited: string[] = [];
    const inner = memoryHost(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`/app/f${i}/a.ts`, ''])));
    const host: FileHost = { ...inner, readDirectory: (folder) => (visited.push(folder), folder === ROOT ? inner.readDirectory(folder) : []) };
    setImmediate(() => (cancel.aborted = true));
    await discoverFiles(host, ROOT, [ROOT], [], cancel);
    assert.ok(visited.length < 1_000, `${visited.length}`);
  });

  it('leaves out what a role that is off stands for', async () => {
    const session = createSession({ root: ROOT, host: memoryHost({ '/app/src/a.ts': '', '/app/src/a.test.ts': '' }) });
    assert.deepEqual((await session.discover([ROOT])).files, ['/app/src/a.test.ts', '/app/src/a.ts']);
  });
});

describe('discovery on disk', function () {
  this.timeout(20_000);
  let root: string;
  beforeEach(() => {
    root = withSlashes(realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-discovery-'))));
    mkdirSync(`${root}/src/deep`, { recursive: true });
    writeFileSync(`${root}/src/a.ts`, 'export const a = 1;\n');
    writeFileSync(`${root}/src/deep/b.ts`, 'export const b = 1;\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const list = async () => (await discoverFiles(diskHost, root, [root], [], undefined)).files.map((each) => each.slice(root.length + 1));

  it('does not walk in circles', async () => {
    symlinkSync('..', `${root}/src/deep/up`);
    symlinkSync(root, `${root}/src/top`);
    symlinkSync('self', `${root}/src/self`);
    symlinkSync('nowhere', `${root}/src/broken.ts`);
    symlinkSync('deep', `${root}/src/deeper`);
    const files = await list();
    assert.ok(files.includes('src/a.ts') && files.includes('src/deep/b.ts'));
    assert.ok(files.length <= 4, files.join());
    const session = createSession({ root });
    for (const file of files) assert.deepEqual(session.reviewFile(`${root}/${file}`, { types: false }).errors, []);
    // Schemas, packages and implementations are looked for by walks of their own.
    writeFileSync(`${root}/src/c.ts`, "import x from 'some-package';\nimport { PrismaClient } from '@prisma/client';\nconst db = new PrismaClient();\ninterface P { find(id: string): void }\nexport async function f(p: P) { for (const id of x) { await p.find(id); await db.user.findMany(); } }\n");
    assert.deepEqual(session.reviewFile(`${root}/src/c.ts`, { types: false }).errors, []);
    session.dispose();
  });

  it('passes folders and files by that may not be read', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    chmodSync(`${root}/src/deep`, 0);
    chmodSync(`${root}/src/a.ts`, 0);
    try {
      assert.deepEqual(await list(), ['src/a.ts']);
      assert.equal(createSession({ root }).reviewFile(`${root}/src/a.ts`, { types: false }).skipped?.reason, 'cannot be read');
    } finally {
      chmodSync(`${root}/src/deep`, 0o755);
    }
  });

  it('takes things that are no files for absent', () => {
    mkdirSync(`${root}/src/folder.ts`);
    mkdirSync(`${root}/package.json`);
    mkdirSync(`${root}/tsconfig.json`);
    mkdirSync(`${root}/.gitignore`);
    if (process.platform !== 'win32') for (const name of ['endless.ts', 'package.json', 'tsconfig.json', 'schema.prisma']) symlinkSync('/dev/zero', `${root}/src/${name}`);
    writeFileSync(`${root}/src/a.ts`, "import '@/x';\nimport './a.ts/b';\nimport { PrismaClient } from '@prisma/client';\nexport const rows = new PrismaClient().user.findMany();\n");
    const session = createSession({ root });
    assert.deepEqual(session.reviewFile(`${root}/src/a.ts`, { types: false }).errors, []);
    assert.equal(session.reviewFile(`${root}/src/endless.ts`, { types: false }).skipped?.reason, 'cannot be read');
    assert.equal(session.reviewFile(`${root}/src/folder.ts`, { types: false }).skipped?.reason, 'cannot be read');
    for (const odd of ['', '/', `${root}/src/a.ts/b.ts`, `${root}/\0.ts`, `${root}/${'x'.repeat(5_000)}.ts`]) assert.equal(session.reviewFile(odd, { types: false }).skipped?.reason, 'cannot be read', odd.slice(-20));
    session.dispose();
  });
});
