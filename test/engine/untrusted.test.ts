import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CLI = path.resolve('dist/cli.js');

/**
 * Runs before the program and writes down what a reader of sources has no business with: processes, sockets, threads, code
 * made of text, modules of the workspace, and anything written.
 */
const SPY = `
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const { RECORD, WORKSPACE } = process.env;
const note = (what) => { appendFileSync(RECORD, what + '\\n'); throw new Error('not allowed: ' + what); };
const forbid = (name, members) => {
  const module = require(name);
  for (const member of members ?? Object.keys(module).filter((each) => typeof module[each] === 'function')) module[member] = function () { note(name + '.' + member); };
};
forbid('node:child_process');
// Pipes to the parent are sockets, too: only what reaches out or listens is forbidden.
const net = require('node:net');
forbid('node:net', ['connect', 'createConnection', 'createServer']);
net.Socket.prototype.connect = () => note('connect');
net.Server.prototype.listen = () => note('listen');
forbid('node:http', ['request', 'get', 'createServer']);
forbid('node:https', ['request', 'get', 'createServer']);
forbid('node:dns');
forbid('node:dgram', ['createSocket']);
forbid('node:tls', ['connect']);
forbid('node:worker_threads', ['Worker']);
forbid('node:cluster', ['fork']);
forbid('node:vm', ['runInThisContext', 'runInNewContext', 'runInContext', 'compileFunction', 'createContext']);
globalThis.fetch = () => note('fetch');
globalThis.eval = () => note('eval');
process.dlopen = () => note('dlopen');
const load = Module._load;
Module._load = function (request, parent, ...rest) {
  const from = parent?.filename ?? '';
  let file = request;
  try { file = Module._resolveFilename(request, parent); } catch { /* The program asks for something optional. */ }
  if (String(file).startsWith(WORKSPACE) || from.startsWith(WORKSPACE)) note('load ' + file);
  return load.call(this, request, parent, ...rest);
};
const fs = require('node:fs');
for (const name of ['writeFileSync', 'writeFile', 'mkdirSync', 'rmSync', 'unlinkSync', 'renameSync', 'createWriteStream', 'symlinkSync', 'chmodSync']) {
  const own = fs[name];
  fs[name] = function (target, ...rest) { return String(target).startsWith(WORKSPACE) ? note('fs.' + name + ' ' + target) : own.call(this, target, ...rest); };
}
`;

const BOMB = "require('node:child_process').execSync('touch pwned'); require('node:fs').writeFileSync(__dirname + '/pwned', ''); throw new Error('boom');\n";

const QUERY = `import { PrismaClient } from '@prisma/client';
import { find } from 'evil';
const db = new PrismaClient();
export async function all(ids: string[]) { for (const id of ids) await db.user.findUnique({ where: { id } }); }
`;

/** Everything a tool might be tempted to run. */
const HOSTILE: Readonly<Record<string, string>> = {
  'src/a.ts': QUERY,
  'package.json': JSON.stringify({
    name: 'hostile', type: 'module', main: './bomb.js', exports: { '.': './bomb.js' }, imports: { '#x': './bomb.js' }, workspaces: ['packages/*'],
    scripts: { preinstall: 'touch pwned', prepare: 'touch pwned', 'perf-review': 'touch pwned' }, eslintConfig: { plugins: ['evil'] }, prettier: './.prettierrc.js', 'perf-review': { plugins: ['./bomb.js'] },
  }),
  'tsconfig.json': JSON.stringify({ extends: ['./bomb.js', 'evil/tsconfig.json', '../../../../../../dev/zero'], compilerOptions: { plugins: [{ name: 'evil', transform: './bomb.js' }, { transform: 'evil' }], paths: { '*': ['./bomb.js'] }, typeRoots: ['./node_modules/@types'], types: ['evil'] } }),
  'bomb.js': BOMB, 'eslint.config.js': BOMB, '.eslintrc.js': BOMB, '.prettierrc.js': BOMB, 'babel.config.js': BOMB, 'perf-review.config.js': BOMB, 'next.config.js': BOMB, '.pnp.cjs': BOMB, '.mocharc.js': BOMB, '.perf-review.js': BOMB,
  '.npmrc': 'script-shell=./bomb.js\nnode-options=--require ./bomb.js\n', '.yarnrc.yml': 'yarnPath: ./bomb.js\n', '.node-version': '1', '.env': 'NODE_OPTIONS=--require ./bomb.js\n', '.vscode/settings.json': '{ "typescript.tsdk": "./node_modules/typescript/lib" }',
  'packages/evil/package.json': JSON.stringify({ name: 'evil', main: './index.js', types: './index.d.ts' }), 'packages/evil/index.js': BOMB, 'packages/evil/index.d.ts': 'export declare function find(id: string): Promise<void>;\n',
  'prisma/schema.prisma': 'generator client { provider = "node ./bomb.js" }\nmodel User { id String @id }\n',
  ...Object.fromEntries(['typescript', 'ts-morph', '@ts-morph/common', 'evil', 'ignore', 'vscode-languageserver', '@prisma/client', '@types/evil'].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '99.0.0', main: './index.js', types: './index.d.ts' })], [`node_modules/${name}/index.js`, BOMB], [`node_modules/${name}/lib/typescript.js`, BOMB],
    [`node_modules/${name}/index.d.ts`, 'export class PrismaClient { user: { findUnique(x: unknown): Promise<unknown> } }\n'],
  ])),
};

describe('a workspace nobody trusts', function () {
  this.timeout(60_000);
  let folder: string;
  let root: string;
  before(() => assert.ok(existsSync(CLI), 'build first: node esbuild.mjs'));
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-untrusted-')));
    root = path.join(folder, 'workspace');
    writeFileSync(path.join(folder, 'spy.cjs'), SPY);
    for (const [name, text] of Object.entries(HOSTILE)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    const record = path.join(folder, 'record');
    const env = { ...process.env, RECORD: record, WORKSPACE: root, NODE_OPTIONS: '', NODE_PATH: path.join(root, 'node_modules') };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', path.join(folder, 'spy.cjs'), CLI, ...args], { cwd: root, encoding: 'utf8', env });
    const recorded = existsSync(record) ? readFileSync(record, 'utf8') : '';
    return { status, stdout, stderr, recorded };
  };
  const names = () => (readdirSync(root, { recursive: true }) as string[]).sort();

  it('is reviewed without running, loading, opening or writing anything of it', () => {
    const before = names();
    const { status, stdout, stderr, recorded } = run('--format', 'json', 'src');
    assert.equal(recorded, '');
    assert.ok(status === 0 || status === 1, stderr);
    const report = JSON.parse(stdout) as { findings: { ruleId: string; path: string }[]; errors?: unknown[] };
    assert.ok(report.findings.some((each) => each.ruleId === 'n-plus-one-query' && each.path === 'src/a.ts'), stdout);
    assert.deepEqual(names(), before);
  });

  it('is reviewed whole, with its configuration files as sources', () => {
    const { status, recorded, stderr } = run('--format', 'json');
    assert.equal(recorded, '');
    assert.ok(status === 0 || status === 1, stderr);
  });

  it('with links that lead out of it is not left', () => {
    const outside = path.join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'secret.ts'), QUERY);
    symlinkSync(outside, path.join(root, 'src/linked'));
    const { stdout, recorded } = run('--format', 'json', 'src');
    assert.equal(recorded, '');
    assert.ok(!stdout.includes('secret.ts'), stdout);
  });

  it('can be told by the spy', () => {
    writeFileSync(path.join(folder, 'guilty.cjs'), `try { require('node:child_process').execSync('true'); } catch {}\ntry { require(${JSON.stringify(path.join(root, 'node_modules/evil'))}); } catch {}\nfetch('http://127.0.0.1').catch?.(() => {});`);
    const record = path.join(folder, 'record');
    spawnSync(process.execPath, ['--require', path.join(folder, 'spy.cjs'), path.join(folder, 'guilty.cjs')], { env: { ...process.env, RECORD: record, WORKSPACE: root, NODE_OPTIONS: '' } });
    assert.match(readFileSync(record, 'utf8'), /child_process\.execSync\nload .*evil.*\nfetch\n/);
  });
});
