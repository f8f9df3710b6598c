import assert from 'node:assert/strict';
import { NODES } from './harness/nodes.js';
import { BURN, recordProgram, type RecordedProgram } from './harness/recorded-program.js';

/** Ways to make a worker, as the second argument of `Worker`. */
const WORKER_OPTIONS = {
  'like its parent': '{}',
  'with options of its own': '{ execArgv: ["--no-warnings"] }',
  'with an environment of its own': '{ env: {} }',
  'with a copy of the environment': '{ env: { ...process.env }, execArgv: [] }',
  'with its parent\'s environment': '{ env: require("worker_threads").SHARE_ENV, execArgv: [] }',
};

/** How a worker ends, after `busy` of its own; a line that is said when it is. */
const WORKER_ENDINGS = {
  'done': { worker: `burn('busy', 60)`, main: '' },
  'after process.exit': { worker: `burn('busy', 60); process.exit(2)`, main: '' },
  'terminated while busy': { worker: `burn('busy', 60); port.postMessage('x'); for (;;);`, main: `worker.once('message', () => worker.terminate())` },
  'terminated while waiting': { worker: `burn('busy', 60); port.on('message', () => {}); port.postMessage('x')`, main: `worker.once('message', () => worker.terminate())` },
  'when the program exits': { worker: `burn('busy', 60); port.postMessage('x'); for (;;);`, main: `worker.once('message', () => process.exit(0))` },
};

const CHILDREN = {
  fork: `fork('child.js')`,
  spawn: `spawn(process.execPath, ['child.js'])`,
  'spawn with an environment of its own': `spawn(process.execPath, ['child.js'], { env: { NODE_OPTIONS: '--no-warnings' } })`,
  'a shell': `spawn('sh', ['-c', '"$0" child.js', process.execPath])`,
  exec: `exec(JSON.stringify(process.execPath) + ' child.js')`,
  execFile: `require('util').promisify(execFile)(process.execPath, ['child.js'])`,
  spawnSync: `spawnSync(process.execPath, ['child.js'])`,
  'spawnSync with options only': `spawnSync(JSON.stringify(process.execPath) + ' child.js', { shell: true })`,
  execSync: `execSync(JSON.stringify(process.execPath) + ' child.js')`,
  execFileSync: `execFileSync(process.execPath, ['child.js'], { env: {} })`,
  'spawn by a worker': `new (require('worker_threads').Worker)("require('child_process').spawnSync(process.execPath, ['child.js'])", { eval: true })`,
  cluster: `require('cluster').setupPrimary({ exec: 'child.js' }), require('cluster').fork()`,
};

describe('threads and children of a recorded program', function () {
  this.timeout(120_000);
  this.slow(20_000);
  for (const node of NODES) {
    describe(`on Node ${node.major}`, () => {
      const withWorker = (options: string, { worker, main }: { readonly worker: string; readonly main: string }): Promise<RecordedProgram> =>
        recordProgram({
          files: {
            'main.js': `${BURN} burn('early', 30); const worker = new (require('worker_threads').Worker)('./worker.js', ${options}); ${main}`,
            'worker.js': `${BURN} const { parentPort: port } = require('worker_threads'); ${worker}`,
          },
          command: [node.executable, 'main.js'],
        });
      const keepsBoth = ({ threads, stderr }: RecordedProgram): void => {
        assert.equal(stderr, '');
        assert.deepEqual(threads.map(({ capture }) => [capture.title, capture.threadId > 0]).sort(), [['main.js', false], ['worker.js', true]]);
        for (const { capture, functions } of threads) assert.ok(functions.has(capture.threadId > 0 ? 'busy' : 'early'), `${capture.title}: ${[...functions].join(' ')}`);
      };
      for (const [title, options] of Object.entries(WORKER_OPTIONS)) it(`a worker ${title}`, async () => keepsBoth(await withWorker(options, WORKER_ENDINGS.done)));
      for (const [title, ending] of Object.entries(WORKER_ENDINGS)) it(`a worker ${title}`, async () => keepsBoth(await withWorker('{}', ending)));

      it('children by every way to start one', async () => {
        for (const [title, start] of Object.entries(CHILDREN)) {
          const run = await recordProgram({
            files: { 'main.js': `const { fork, spawn, exec, execFile, spawnSync, execSync, execFileSync } = require('child_process'); ${start}`, 'child.js': `${BURN} burn('childWork', 30); if (process.send) process.disconnect();` },
            command: [node.executable, 'main.js'],
          });
          assert.ok(run.functions.has('childWork'), `${title}: ${run.files.join(' ')} ${run.stderr}`);
        }
      });
    });
  }
});
