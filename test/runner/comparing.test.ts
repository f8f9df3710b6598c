import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repeatRun } from '../../src/runner/comparing/repeat-run.js';
import { recentRevisions } from '../../src/runner/comparing/revisions.js';
import { turnsWithRevision } from '../../src/runner/comparing/turns-with-revision.js';
import { DEFAULT_MEASURE, type Command } from '../../src/runner/profile-request.js';

const PRELOAD = path.resolve('dist/preload.cjs');
const BUSY = "let x = 0; for (let i = 0; i < 5e6; i++) x += Math.sqrt(i);\nrequire('node:fs').appendFileSync(process.argv[2], __filename + '\\n');\n";

describe('runs to be compared', () => {
  let root: string;
  let project: string;
  before(() => assert.ok(existsSync(PRELOAD), 'build first: node esbuild.mjs'));
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-comparing-')));
    project = path.join(root, 'project');
    mkdirSync(project);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const log = (): string => path.join(root, 'log');
  const write = (name: string, text: string): void => writeFileSync(path.join(project, name), text);
  const command = (script: string, workingFolder = project): Command => ({ program: process.execPath, arguments: [script, log()], workingFolder, environment: {} });
  /** Seconds of the clock at the next commit: git tells nothing finer apart. */
  let seconds = 1_700_000_000;
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], {
    cwd: project, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, GIT_COMMITTER_DATE: `${String(seconds++)} +0000` },
  });
  const commit = (message: string): void => {
    git('init', '-q', '-b', 'trunk');
    git('add', '-A');
    git('commit', '-qm', message);
  };

  it('are as many as asked for, after one that does not count', async () => {
    write('busy.js', BUSY);
    const seen: string[] = [];
    const files = await repeatRun({ command: command('busy.js'), runs: 2, measure: DEFAULT_MEASURE, outFolder: path.join(root, 'out'), role: 'The program' }, { preload: PRELOAD, onProgress: (done, total) => seen.push(`${String(done)} of ${String(total)}`) });
    assert.equal(files.length, 2);
    assert.ok(files.every((file) => existsSync(file)));
    assert.deepEqual(seen, ['0 of 3', '1 of 3', '2 of 3']);
  });

  it('keep the profile that each wrote by itself', async function () {
    if (process.platform === 'win32') this.skip();
    const own = path.join(root, 'own.pstats');
    // A program that is not Node's leaves no profile of ours.
    const shell = { program: '/bin/sh', arguments: ['-c', 'echo profile > "$0"', own], workingFolder: project, environment: {} };
    const files = await repeatRun({ command: shell, writes: own, runs: 2, measure: DEFAULT_MEASURE, outFolder: path.join(root, 'out'), role: 'The program' }, { preload: PRELOAD });
    assert.deepEqual(files.map((file) => path.relative(root, file)), ['out/0001/own.pstats', 'out/0002/own.pstats']);
    assert.ok(!existsSync(own));
  });

  it('say what failed, and what it said', async () => {
    write('broken.js', "console.error('no luck'); process.exit(3);");
    const failing = repeatRun({ command: command('broken.js'), runs: 2, measure: DEFAULT_MEASURE, outFolder: path.join(root, 'out'), role: 'The program' }, { preload: PRELOAD });
    await assert.rejects(failing, (error: Error) => error.name === 'CannotCompare' && /^The program, .* broken\.js .*, ended with 3\.\nIt said:\nno luck$/.test(error.message));
  });

  it('end when they are cancelled, and leave nothing', async () => {
    write('busy.js', BUSY);
    commit('first');
    const controller = new AbortController();
    const turns = turnsWithRevision({ command: command(path.join(project, 'busy.js')), revision: 'HEAD', runs: 5, measure: DEFAULT_MEASURE }, {
      preload: PRELOAD, signal: controller.signal, onProgress: (done) => done === 1 && controller.abort(new Error('enough')),
    }, () => Promise.reject(new Error('not reached')));
    await assert.rejects(turns, { message: 'enough' });
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('run the revision in its own folder, where the project was opened by a link as well', async () => {
    write('busy.js', BUSY);
    commit('first');
    const link = path.join(root, 'link');
    symlinkSync(project, link, 'dir');
    const folders = await turnsWithRevision({ command: command(path.join(link, 'busy.js'), link), revision: 'trunk', runs: 1, measure: DEFAULT_MEASURE }, { preload: PRELOAD }, ({ today, then, files }) => {
      assert.deepEqual([files.before.length, files.after.length], [1, 1]);
      return Promise.resolve({ today, then });
    });
    assert.equal(folders.today, project);
    const ran = execFileSync('sort', ['-u', log()], { encoding: 'utf8' }).trim().split('\n');
    assert.deepEqual(ran, [path.join(folders.then, 'busy.js'), path.join(project, 'busy.js')].sort());
    assert.ok(!existsSync(folders.then));
    assert.deepEqual(readdirSync(project).sort(), ['.git', 'busy.js']);
  });

  it('are refused where the revision has not the program', async () => {
    write('other.js', BUSY);
    commit('first');
    write('busy.js', BUSY);
    const turns = turnsWithRevision({ command: command(path.join(project, 'busy.js')), revision: 'trunk', runs: 1, measure: DEFAULT_MEASURE }, { preload: PRELOAD }, () => Promise.resolve());
    await assert.rejects(turns, { message: 'busy.js is not there at trunk: it was added later, or git does not keep it. Choose a revision that has it.' });
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('have revisions to choose from: branches, tags, then commits, newest first', async () => {
    write('busy.js', BUSY);
    commit('first | with\todd $(marks)');
    git('tag', 'v1');
    git('branch', 'feature/fast');
    write('busy.js', `${BUSY}// more`);
    commit('second');
    const revisions = await recentRevisions(project);
    assert.deepEqual(revisions.map(({ kind, name, subject }) => [kind, kind === 'commit' ? '' : name, subject]), [
      ['branch', 'trunk', 'second'], ['branch', 'feature/fast', 'first | with\todd $(marks)'], ['tag', 'v1', 'first | with\todd $(marks)'],
      ['commit', '', 'second'], ['commit', '', 'first | with\todd $(marks)'],
    ]);
  });

  it('have none to choose from without a repository, or without a commit', async () => {
    await assert.rejects(recentRevisions(project), { message: `${project} is not inside of a git working tree.` });
    git('init', '-q');
    await assert.rejects(recentRevisions(project), { message: 'The repository has no commit yet: there is nothing to compare with.' });
  });
});
