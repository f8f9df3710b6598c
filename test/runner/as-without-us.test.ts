import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NODES } from './harness/nodes.js';
import { recordProgram } from './harness/recorded-program.js';

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
  }
});
