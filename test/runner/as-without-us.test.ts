import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Capture } from '../../src/profile/profile.js';
import { DEFAULT_MEASURE } from '../../src/runner/profile-request.js';
import { startProfiledRun } from '../../src/runner/profiled-run.js';
import { NODES } from './harness/nodes.js';
import { PRELOAD } from './harness/preload-bundle.js';
import { BURN, recordProgram } from './harness/recorded-program.js';

/** All that a program can ask about itself without looking for us. */
const QUESTIONS = `
const { Worker, isMainThread, parentPort } = require('worker_threads');
const childProcess = require('child_process');
const answers = () => ({
  environment: process.env, execArgv: process.execArgv, argv: process.argv.slice(2), exitCode: process.exitCode,
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  globals: Object.getOwnPropertyNames(globalThis), processKeys: Object.keys(process),
  loaded: Object.keys(require.cache).map((file) => require('path').basename(file)),
  functions: [process.emit, process.kill, process.abort, process.reallyExit, childProcess.exec, childProcess.execSync, Worker].map((each) => [each.name, each.length]),
  resources: process.getActiveResourcesInfo?.(), inspector: require('inspector').url() ?? null,
});
if (isMainThread) {
  console.log(JSON.stringify(answers()));
  console.error('to standard error');
  process.on('SIGTERM', () => {});
  console.log(process.listenerCount('SIGTERM'));
  const worker = new Worker(__filename, { env: { OWN: '1' }, execArgv: ['--no-warnings'] });
  worker.on('message', (text) => { console.log(text); process.exitCode = 5; });
} else parentPort.postMessage(JSON.stringify(answers()));
`;

describe('a program under the recorder', function () {
  this.timeout(60_000);
  this.slow(10_000);
  for (const node of NODES) {
    it(`sees itself as without us on Node ${node.major}`, async () => {
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-plain-')));
      try {
        writeFileSync(path.join(folder, 'main.js'), QUESTIONS);
        for (const own of ['', '--no-deprecation  --title=own']) {
          const environment: Record<string, string> = own === '' ? {} : { NODE_OPTIONS: own };
          const plain = spawnSync(node.executable, ['--stack-trace-limit=5', 'main.js', 'a b'], { cwd: folder, env: { ...process.env, ...environment }, encoding: 'utf8' });
          const recorded = await recordProgram({ files: { 'main.js': QUESTIONS }, command: [node.executable, '--stack-trace-limit=5', 'main.js', 'a b'], environment });
          const inFolder = (text: string): string => text.replaceAll(folder, '').replace(/\/tmp\/perf-review-run-\w+/g, '').replace(/"PWD":"[^"]*"/g, '');
          assert.equal(plain.status, 5, plain.stderr);
          assert.deepEqual([recorded.exitCode, inFolder(recorded.stdout), inFolder(recorded.stderr)], [plain.status, inFolder(plain.stdout), inFolder(plain.stderr)]);
          assert.ok(recorded.threads.length > 0);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it(`has nothing of the recorder in its profile, also where that is behind a link, on Node ${node.major}`, async function () {
      if (process.platform === 'win32') this.skip();
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-linked-')));
      try {
        symlinkSync(path.dirname(PRELOAD), path.join(folder, 'linked'));
        symlinkSync(folder, path.join(folder, 'out'));
        writeFileSync(path.join(folder, 'main.js'), `${BURN} burn('work', 60); const { Worker, isMainThread } = require('worker_threads'); if (isMainThread) new Worker(__filename);`);
        const running = await startProfiledRun(
          { command: { program: node.executable, arguments: ['main.js'], workingFolder: folder, environment: {} }, measure: DEFAULT_MEASURE, outFolder: path.join(folder, 'out') },
          { preload: path.join(folder, 'linked', path.basename(PRELOAD)), streams: 'output' },
        );
        const { files } = await running.finished;
        assert.equal(files.length, 2);
        for (const file of files) {
          const text = readFileSync(file, 'utf8');
          assert.deepEqual((JSON.parse(text) as { perfReview: Capture }).perfReview.reached?.map(({ url }) => path.basename(url)), ['main.js']);
          assert.doesNotMatch(text, /preload\.cjs/);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
