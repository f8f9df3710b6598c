import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changedFiles, type ChangedFilesError } from '../../src/engine/changed-files.js';

describe('changed files', () => {
  let root: string;
  const run = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], { cwd: root, stdio: 'pipe' });
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const names = async (since?: string, below = '') =>
    (await changedFiles(path.join(root, below), since)).map((file) => path.relative(root, file).replaceAll('\\', '/'));
  const reason = (promise: Promise<unknown>) => promise.then(() => undefined, (error: ChangedFilesError) => error.reason);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-git-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are those of the working tree, staged or not, and new ones, without deleted and ignored ones', async () => {
    run('init', '-q', '-b', 'main');
    for (const name of ['a.ts', 'b.ts', 'gone.ts', 'sub dir/ü.ts']) write(name, '1');
    write('.gitignore', 'ignored.ts\n');
    run('add', '.');
    assert.equal((await names()).length, 5);
    run('commit', '-qm', 'one');
    assert.deepEqual(await names(), []);
    write('a.ts', '2');
    write('sub dir/ü.ts', '2');
    run('add', 'sub dir');
    write('new\n"file".ts', '1');
    write('ignored.ts', '1');
    rmSync(path.join(root, 'gone.ts'));
    assert.deepEqual(await names(), ['a.ts', 'new\n"file".ts', 'sub dir/ü.ts']);
    assert.deepEqual(await names(undefined, 'sub dir'), ['sub dir/ü.ts']);
  });

  it('since a branch are those since the common commit', async () => {
    run('init', '-q', '-b', 'main');
    write('a.ts', '1');
    run('add', '.');
    run('commit', '-qm', 'one');
    run('checkout', '-qb', 'work');
    write('mine.ts', '1');
    run('add', '.');
    run('commit', '-qm', 'two');
    run('checkout', '-q', 'main');
    write('theirs.ts', '1');
    run('add', '.');
    run('commit', '-qm', 'three');
    run('checkout', '-q', 'work');
    assert.deepEqual(await names('main'), ['mine.ts']);
  });

  it('start nothing the repository configures', async () => {
    run('init', '-q', '-b', 'main');
    write('a.ts', '1');
    write('.gitattributes', '*.ts diff=evil\n');
    run('add', '.');
    run('commit', '-qm', 'one');
    for (const key of ['core.fsmonitor', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'core.pager']) run('config', key, 'touch started #');
    write('a.ts', '2');
    assert.deepEqual(await names(), ['a.ts']);
  });

  it('cannot be told outside of a repository or from a wrong revision', async () => {
    assert.equal(await reason(changedFiles(root, undefined)), 'not a repository');
    run('init', '-q');
    assert.equal(await reason(changedFiles(root, 'nope')), 'bad revision');
    assert.equal(await reason(changedFiles(root, '--output=x')), 'bad revision');
    assert.equal(await reason(changedFiles(root, '')), 'bad revision');
  });
});
