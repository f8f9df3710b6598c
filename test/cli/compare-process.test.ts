import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

const CLI = path.resolve('dist/cli.js');
const BUSY = 'function work() { let x = 0; for (let i = 0; i < 2e7; i++) x += Math.sqrt(i); return x; }\nwork();\n';

describe('perf-review compare', () => {
  let root: string;
  let project: string;
  before(() => assert.ok(existsSync(CLI), 'build first: node esbuild.mjs'));
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-compare-')));
    project = path.join(root, 'project');
    mkdirSync(path.join(root, 'tmp'));
    mkdirSync(project);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  };
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: project, encoding: 'utf8', env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', TMPDIR: path.join(root, 'tmp'), NODE_OPTIONS: '' } });
    return { status, stdout, stderr };
  };
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  const commit = (): void => {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'before');
  };
  const nothingIsLeft = (): void => {
    assert.deepEqual(readdirSync(path.join(root, 'tmp')), []);
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  };

  it('compares what was recorded, by the time on a processor where the system says it', () => {
    write('busy.js', BUSY);
    for (const side of ['before', 'after']) assert.equal(run('record', '--out', `${side}/1.cpuprofile`, '--', process.execPath, 'busy.js').status, 0);
    const { perfReview } = JSON.parse(readFileSync(path.join(project, 'before/1.cpuprofile'), 'utf8'));
    assert.ok(perfReview.run.length > 0);
    if (process.platform === 'linux') assert.ok(perfReview.cpuTime > 1000 && perfReview.cpuTime < 60e6, String(perfReview.cpuTime));
    const { status, stdout } = run('compare', 'before', '--with', 'after/1.cpuprofile', '--format', 'json');
    assert.equal(status, 0);
    const report = JSON.parse(stdout);
    assert.deepEqual([report.verdict, report.measure, report.runs.before.length], ['too-few-runs', process.platform === 'linux' ? 'cpu-time' : report.measure, 1]);
    assert.deepEqual(report.functions.find(({ name }: { name: string }) => name === 'work')?.url, 'busy.js');
    assert.deepEqual(run('compare', 'before', '--with', 'after', '--require-verdict').status, 2);
  });

  it('says in one line what it cannot read', () => {
    write('broken.cpuprofile', '{');
    write('busy.js', BUSY);
    assert.match(run('compare', 'nothing.cpuprofile', '--with', 'broken.cpuprofile').stderr, /^perf-review: 'nothing\.cpuprofile' does not exist\n$/);
    const { status, stderr } = run('compare', 'broken.cpuprofile', '--with', 'broken.cpuprofile');
    assert.equal(status, 2);
    assert.match(stderr, /^perf-review: 'broken\.cpuprofile': .+\n$/);
  });

  it('runs both sides of a revision, and leaves nothing behind', () => {
    write('src/busy.js', BUSY);
    write('main.js', "require('./src/busy.js');\n");
    commit();
    write('src/busy.js', `// moved\n\n${BUSY}`);
    const { status, stdout, stderr } = run('compare', '--revision', 'HEAD', '--runs', '1', '--format', 'json', '--', process.execPath, path.join(project, 'main.js'));
    assert.equal(status, 0, stderr);
    const { took_turns, functions } = JSON.parse(stdout);
    assert.equal(took_turns, true);
    const work = functions.find(({ name }: { name: string }) => name === 'work');
    assert.deepEqual([work.url, work.line, work.moved_from], ['src/busy.js', 3, { path: 'src/busy.js', line: 1 }]);
    nothingIsLeft();
    assert.equal(git('status', '--porcelain'), ' M src/busy.js\n');
  });

  it('knows functions of built code by what people wrote, each side by its own source map', () => {
    const build = (): void => {
      buildSync({ absWorkingDir: project, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', bundle: true, platform: 'node', minify: true, sourcemap: true });
    };
    const sum = (name: string): string => `export function ${name}(limit: number): number {\n  let sum = 0;\n  for (let i = 0; i < limit; i++) sum += Math.sqrt(i) % 7;\n  return sum;\n}\n`;
    write('src/sums.ts', `${sum('sumOfRoots')}${sum('sumOfOthers')}`);
    write('src/main.ts', "import { sumOfOthers, sumOfRoots } from './sums';\nfor (let round = 0; round < 6; round++) console.log(sumOfRoots(1e6), sumOfOthers(1e6));\n");
    build();
    commit();
    // In the bundle each has the other's name now.
    write('src/sums.ts', `// moved\n${sum('sumOfOthers')}${sum('sumOfRoots')}`);
    build();
    const { status, stdout, stderr } = run('compare', '--revision', 'HEAD', '--runs', '1', '--format', 'json', '--', process.execPath, 'dist/main.js');
    assert.equal(status, 0, stderr);
    const { functions } = JSON.parse(stdout);
    const found = (name: string): unknown => {
      const { url, line, moved_from, before, after } = functions.find((each: { name: string }) => each.name === name);
      assert.ok(before > 0 && after > 0, `${name}: ${String(before)}, ${String(after)}`);
      return [url, line, moved_from];
    };
    assert.deepEqual(found('sumOfRoots'), ['src/sums.ts', 7, { path: 'src/sums.ts', line: 1 }]);
    assert.deepEqual(found('sumOfOthers'), ['src/sums.ts', 2, { path: 'src/sums.ts', line: 6 }]);
    nothingIsLeft();
  });

  it('shows why a side did not run', () => {
    write('main.js', "console.error('no luck');\nprocess.exit(3);\n");
    commit();
    write('main.js', BUSY);
    const { status, stdout, stderr } = run('compare', '--revision', 'HEAD', '--', process.execPath, 'main.js');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^perf-review: The command before the change, .* main\.js in .*, ended with 3\.\nperf-review: It said:\nperf-review: no luck\n$/);
    nothingIsLeft();
    assert.match(run('compare', '--revision', 'nowhere', '--', process.execPath, 'main.js').stderr, /^perf-review: 'nowhere' is not a revision of this repository\.\n$/);
    assert.match(run('compare', '--revision', 'HEAD', '--', 'no-such-program').stderr, /could not be started/);
    nothingIsLeft();
  });

  it('takes installed packages along, and its own from the revision', function () {
    if (process.platform === 'win32') this.skip();
    write('.gitignore', 'node_modules\n');
    write('package.json', '{ "version": "1.0.0", "workspaces": ["packages/*"] }');
    write('packages/own/package.json', '{ "name": "@me/own", "main": "index.js" }');
    write('packages/own/index.js', "module.exports = 'then';\n");
    write('main.js', `if (require('left') !== 'installed') process.exit(4);\nif (require('@me/own') !== 'then') process.exit(5);\n${BUSY}`);
    write('node_modules/left/index.js', "module.exports = 'installed';\n");
    mkdirSync(path.join(project, 'node_modules/@me'));
    symlinkSync('../../packages/own', path.join(project, 'node_modules/@me/own'));
    commit();
    write('packages/own/index.js', "module.exports = 'now';\n");
    write('package.json', '{ "version": "1.0.1", "workspaces": ["packages/*"] }');
    write('main.js', `if (require('@me/own') !== 'now') process.exit(6);\n${BUSY}`);
    const { status, stderr } = run('compare', '--revision', 'HEAD', '--runs', '1', '--', process.execPath, 'main.js');
    assert.equal(status, 0, stderr);
    assert.deepEqual(readdirSync(path.join(project, 'node_modules')).sort(), ['@me', 'left']);
    write('package.json', '{ "version": "1.0.1", "workspaces": ["packages/*"], "dependencies": { "left": "2" } }');
    assert.match(run('compare', '--revision', 'HEAD', '--', process.execPath, 'main.js').stderr, /^perf-review: package\.json asks for other packages at HEAD than here/);
    nothingIsLeft();
  });
});
