import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CLI = path.resolve('dist/cli.js');

/** The built program with the real engine. Its own rule is enough here: what each rule finds is tested with the rules. */
describe('the built command line', () => {
  let root: string;
  before(() => assert.ok(existsSync(CLI), 'build first: node esbuild.mjs'));
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-process-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', GITHUB_STEP_SUMMARY: '' } });
    return { status, stdout, stderr };
  };
  const UNUSED = '// perf-review-disable-next-line no-such-rule\r\nexport const a = 1;\r\n';

  it('reviews, repairs and is content afterwards', () => {
    write('a.ts', `\uFEFF${UNUSED}`);
    const found = run('--format', 'json');
    assert.equal(found.status, 1, found.stderr);
    const [finding] = JSON.parse(found.stdout).findings;
    assert.deepEqual([finding.ruleId, finding.path, finding.line, finding.column, finding.endColumn], ['unused-suppression', 'a.ts', 1, 1, 46]);
    assert.equal(run('--fix').status, 0);
    assert.equal(readFileSync(path.join(root, 'a.ts'), 'utf8'), '\uFEFFexport const a = 1;\r\n');
    assert.deepEqual(run(), { status: 0, stdout: 'No findings in 1 file\n', stderr: '' });
  });

  it('has a version, a help, and one line for wrong usage', () => {
    assert.equal(run('--version').stdout, `${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
    assert.match(run('--help').stdout, /Exit codes/);
    assert.deepEqual(run('--formt'), { status: 2, stdout: '', stderr: "perf-review: unknown option '--formt', did you mean '--format'?\n" });
  });

  it('gives the same report for every format it knows', () => {
    write('a.ts', UNUSED);
    for (const format of ['text', 'json', 'sarif', 'github', 'html']) {
      const { status, stdout } = run('--format', format);
      assert.equal(status, 1, format);
      assert.match(stdout, /unused-suppression/, format);
    }
  });

  it('does not mind a reader that leaves early', function () {
    if (process.platform === 'win32') this.skip();
    for (let index = 0; index < 300; index++) write(`a${index}.ts`, UNUSED);
    const out = execFileSync('sh', ['-c', `"${process.execPath}" "${CLI}" --format text | head -1`], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    assert.match(out, /^a0\.ts:1:1/);
  });

  it('reports only what changed since a revision', () => {
    const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], { cwd: root, stdio: 'pipe' });
    git('init', '-q');
    write('old.ts', UNUSED);
    git('add', '.');
    git('commit', '-qm', 'one');
    write('new.ts', UNUSED);
    const { findings } = JSON.parse(run('--since', 'HEAD', '--format', 'json').stdout);
    assert.deepEqual(findings.map((finding: { path: string }) => finding.path), ['new.ts']);
    assert.equal(run('--since', 'nope').stderr, "perf-review: --since: 'nope' is not a revision of this repository\n");
  });
});
