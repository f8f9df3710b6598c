import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseRecordArguments } from '../../src/cli/record.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { readProfile } from '../../src/profile/formats/index.js';

const CLI = path.resolve('dist/cli.js');
const BUSY = 'function work() { let x = 0; for (let i = 0; i < 3e7; i++) x += Math.sqrt(i); return x; }\n\nglobalThis.kept = [];\nfunction keep() { for (let i = 0; i < 3e5; i++) kept.push([i, i, i]); }\nwork();\nkeep();\n';

describe('perf-review record', () => {
  it('reads its options, and leaves those of the command alone', () => {
    const parsed = parseRecordArguments(['--out', 'a.cpuprofile', '--cpu', '--heap', '--interval=250', '--duration', '1.5', '--no-reach', '--', 'node', '--out', 'x', '--', 'y']);
    assert.deepEqual(parsed, { out: 'a.cpuprofile', command: ['node', '--out', 'x', '--', 'y'], measure: { cpu: true, heap: true, reach: false, cpuInterval: 250, heapInterval: 32768, duration: 1500 } });
    const kinds = (...args: string[]) => {
      const { cpu, heap, reach } = parseRecordArguments([...args, '--', 'node'])!.measure;
      return { cpu, heap, reach };
    };
    assert.equal(parseRecordArguments(['--interval', '0.4', '--', 'node'])?.measure.cpuInterval, 1, 'V8 knows whole microseconds');
    assert.deepEqual([kinds(), kinds('--cpu'), kinds('--heap')], [{ cpu: true, heap: false, reach: true }, { cpu: true, heap: false, reach: true }, { cpu: false, heap: true, reach: true }]);
    assert.equal(parseRecordArguments(['--help', '--', 'node']), undefined);
  });

  it('refuses what it cannot do', () => {
    for (const [args, reason] of [
      [[], /^nothing to record/], [['--'], /^nothing to record/], [['--', ''], /^nothing to record/], [['node', 'a.js'], /stands behind '--': perf-review record -- node a\.js/],
      [['--interval', '0', '--', 'node'], /--interval must be a number above 0/], [['--interval', 'often', '--', 'node'], /not 'often'/], [['--interval', '1e9', '--', 'node'], /not '1e9'/],
      [['--interval', '-5', '--', 'node'], /--interval needs a value/], [['--duration', '100000', '--', 'node'], /up to 86400/], [['--out', '--', 'node'], /--out needs a value/], [['--hepa', '--', 'node'], /unknown option '--hepa', did you mean '--heap'\?/],
    ] as const) {
      assert.throws(() => parseRecordArguments(args), (error) => error instanceof UsageError && reason.test(error.message), args.join(' '));
    }
  });
});

describe('perf-review record, as a program', function () {
  this.timeout(60_000);
  this.slow(10_000);
  let root: string;
  before(() => assert.ok(existsSync(CLI), 'build first: node esbuild.mjs'));
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-record-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const environment = { ...process.env, NO_COLOR: '', FORCE_COLOR: '', OWN: 'of the program' };
  const run = (args: readonly string[], input = '') => {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [CLI, 'record', ...args], { cwd: root, encoding: 'utf8', env: environment, input });
    return { status, signal, stdout, stderr };
  };
  const read = (name: string) => readProfile(readFileSync(path.join(root, name)), name);

  it('keeps the profile and names the three functions that took most, where they were written', () => {
    write('src/busy.js', BUSY);
    const { status, stdout, stderr } = run(['--out', 'out/run.cpuprofile', '--cpu', '--heap', '--interval', '500', '--', process.execPath, 'src/busy.js']);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '');
    assert.deepEqual(readdirSync(path.join(root, 'out')).sort(), ['run.cpuprofile', 'run.heapprofile']);
    const lines = stderr.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, 2), ['perf-review: profile: out/run.cpuprofile', 'perf-review: profile: out/run.heapprofile']);
    assert.match(lines[2] ?? '', /^perf-review: [\d.]+ m?s {2}[\d.]+ % {2}work {2}src\/busy\.js:1$/);
    assert.ok(lines.some((line) => /^perf-review: [\d.]+ MiB {2}[\d.]+ % {2}keep {2}src\/busy\.js:4$/.test(line)), stderr);
    assert.ok(lines.length <= 8);
    const { profiles, capture } = read('out/run.cpuprofile');
    assert.ok((profiles[0]?.samples?.count ?? 0) > 10);
    assert.deepEqual(capture?.reached?.map(({ url }) => path.basename(url)), ['busy.js'], 'and not the recorder');
  });

  it('leaves out which functions ran when told to', () => {
    write('busy.js', BUSY);
    assert.equal(run(['--no-reach', '--out', 'a.cpuprofile', '--', process.execPath, 'busy.js']).status, 0);
    assert.equal(read('a.cpuprofile').capture?.reached, undefined);
  });

  it('is the program to whoever started it: input, output, arguments, environment, exit code', () => {
    write('echo.js', `process.stdin.on('data', (text) => { console.log(String(text), JSON.stringify(process.argv.slice(2)), process.env.OWN, String(process.env.NODE_OPTIONS)); console.error('said'); process.exitCode = 5; });`);
    const { status, stdout, stderr } = run(['--out', 'a.cpuprofile', '--', process.execPath, 'echo.js', 'a b', '--cpu', '$HOME'], 'given');
    assert.deepEqual([status, stdout], [5, 'given ["a b","--cpu","$HOME"] of the program undefined\n']);
    assert.match(stderr, /^said\n/);
    if (process.platform === 'win32') return;
    assert.equal(run(['--out', 'b.cpuprofile', '--', process.execPath, '-e', `process.kill(process.pid, 'SIGTERM')`]).status, 128 + 15);
  });

  it('says what went wrong in a line, and leaves nothing behind', () => {
    const missing = run(['--', 'no-such-program']);
    assert.deepEqual([missing.status, missing.stderr], [127, 'perf-review: no-such-program could not be started: there is no such program; give its path, or put its folder on PATH.\n']);
    mkdirSync(path.join(root, 'folder'));
    write('file', '');
    const folder = run(['--out', 'folder', '--', process.execPath, '-e', `console.log('ran')`]);
    assert.deepEqual([folder.status, folder.stdout, folder.stderr], [2, '', `perf-review: --out: 'folder' is a folder; name a file in it\n`]);
    const inFile = run(['--out', 'file/a.cpuprofile', '--', process.execPath, '-e', `console.log('ran')`]);
    assert.deepEqual([inFile.status, inFile.stdout], [2, '']);
    assert.match(inFile.stderr, /^perf-review: --out: 'file\/a\.cpuprofile' cannot be written: .+\n$/);
    assert.deepEqual(readdirSync(root).sort(), ['file', 'folder']);
  });
});
