import assert from 'node:assert/strict';
import { readProfile } from '../../src/profile/formats/index.js';
import { NODES, type NodeVersion } from './harness/nodes.js';
import { ALLOCATE, BURN, recordProgram, type Program, type RecordedHeap, type RecordedProgram } from './harness/recorded-program.js';

/** Some thirty megabytes, of which a thousand samples are taken: a share is off by a third once in a blue moon. */
const MANY = 300_000;
const LATE = `allocate('late', ${2 * MANY});`;

interface Ending {
  readonly script: string;
  readonly signalled?: NodeJS.Signals;
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  'nothing left to do': { script: LATE, exitCode: 0 },
  'process.exit': { script: `${LATE} process.exit(3)`, exitCode: 3 },
  'an uncaught error': { script: `${LATE} throw new Error('thrown')`, exitCode: 1 },
  'SIGKILL of itself': { script: `${LATE} process.kill(process.pid, 'SIGKILL')`, signal: 'SIGKILL' },
  'SIGINT while it waits': { script: `${LATE} setInterval(() => {}, 1e6); setTimeout(() => console.log('ready'), 300)`, signalled: 'SIGINT', signal: 'SIGINT' },
  'SIGTERM while it is busy': { script: `${BURN} burn('work', 400); ${LATE} console.log('ready'); for (;;);`, signalled: 'SIGTERM', signal: 'SIGTERM' },
  'SIGTERM that it handles': { script: `process.on('SIGTERM', () => { ${LATE} process.exit(7); }); setInterval(() => {}, 1e6); console.log('ready')`, signalled: 'SIGTERM', exitCode: 7 },
};

/** How a worker ends. */
const WORKER_ENDINGS: Readonly<Record<string, { readonly worker: string; readonly main: string }>> = {
  'that is done': { worker: LATE, main: '' },
  'that is terminated': { worker: `${LATE} port.postMessage('x'); for (;;);`, main: `worker.once('message', () => worker.terminate())` },
  'when the program exits': { worker: `${LATE} port.postMessage('x'); for (;;);`, main: `worker.once('message', () => process.exit(0))` },
};

describe('the allocations of a recorded program', function () {
  this.timeout(120_000);
  this.slow(20_000);
  for (const node of NODES) {
    describe(`on Node ${node.major}`, () => {
      for (const [title, ending] of Object.entries(ENDINGS)) it(`are kept at ${title}`, () => keeps(node, ending));

      for (const [title, { worker, main }] of Object.entries(WORKER_ENDINGS)) {
        it(`are kept of a worker ${title}`, async () => {
          const run = await recordProgram({
            files: {
              'main.js': `${ALLOCATE} allocate('early', ${MANY}); const worker = new (require('worker_threads').Worker)('./worker.js'); ${main}`,
              'worker.js': `${ALLOCATE} const { parentPort: port } = require('worker_threads'); ${worker}`,
            },
            command: [node.executable, 'main.js'], measure: { cpu: false, heap: true },
          });
          assert.deepEqual(run.heaps.map(({ capture, bytes }) => [capture.title, capture.threadId > 0, bytes.has('early'), bytes.has('late')]), [['worker.js', true, false, true], ['main.js', false, true, false]], 'the thread that allocated most first');
        });
      }

      it('stand beside the time, and are not part of it', async () => {
        const run = await allocating(node, `${BURN} allocate('early', ${MANY}); burn('busy', 1000); ${LATE}`, { measure: { heap: true } });
        assert.deepEqual(run.files.map((file) => file.replace(/^.*\./, '')), ['cpuprofile', 'heapprofile']);
        assert.ok(run.functions.has('busy'));
        holdsBoth(run.heaps);
        const [cpu] = run.threads;
        assert.equal(cpu?.profile.nodes.some(({ callFrame }) => callFrame.url.includes('preload.cjs')), false);
      });

      it('are lost for a second at most when it is killed', async () => {
        const run = await allocating(node, `${BURN} for (let slice = 0; ; slice += 1) { burn('wait', 80); allocate('slice' + slice, 20000); require('fs').writeSync(1, 'slice ' + slice + '\\n'); }`, {
          when: { output: 'slice 14\n', act: ({ pid = 0 }) => process.kill(pid, 'SIGKILL') },
        });
        assert.equal(run.signal, 'SIGKILL');
        const last = Number(run.stdout.match(/slice (\d+)\n/g)?.at(-1)?.slice(6));
        const kept = Math.max(-1, ...[...(run.heaps[0]?.bytes.keys() ?? [])].map((name) => Number(/^slice(\d+)$/.exec(name)?.[1] ?? -1)));
        assert.ok(last - kept <= 12, `ran ${String(last)} slices, kept ${String(kept)}`);
      });
    });
  }
});

async function keeps(node: NodeVersion, { script, signalled, exitCode, signal }: Ending): Promise<void> {
  const run = await allocating(node, `allocate('early', ${MANY}); ${script}`, signalled === undefined ? {} : { when: { output: 'ready', act: ({ pid = 0 }) => process.kill(pid, signalled) } });
  assert.deepEqual([run.exitCode, run.signal], [exitCode, signal], run.stderr);
  assert.deepEqual([run.notes, run.threads.length], [[], 0]);
  holdsBoth(run.heaps);
}

/** Under the right functions, in the right proportion, and nothing of the recorder; as the reader of such files has it too. */
function holdsBoth([heap, ...others]: readonly RecordedHeap[]): void {
  assert.ok(heap && others.length === 0);
  const { profile, bytes, urls } = heap;
  const [early = 0, late = 0] = [bytes.get('early'), bytes.get('late')];
  assert.ok(late > early * 1.5 && late < early * 2.5, `early ${String(early)}, late ${String(late)}`);
  assert.ok(early + late > 0.8 * [...bytes.values()].reduce((sum, each) => sum + each, 0), JSON.stringify([...bytes]));
  assert.deepEqual([...urls].filter((url) => url.includes('preload.cjs')), []);
  const read = readProfile(Buffer.from(JSON.stringify(profile)), 'a.heapprofile').profiles[0];
  const sampled = profile.samples?.reduce((sum, { size }) => sum + size, 0);
  assert.equal(read?.nodes.self.reduce((sum, each) => sum + each, 0), sampled);
}

function allocating(node: NodeVersion, text: string, more: Partial<Program> = {}): Promise<RecordedProgram> {
  return recordProgram({ files: { 'main.js': ALLOCATE + text }, command: [node.executable, 'main.js'], measure: { cpu: false, heap: true }, ...more });
}
