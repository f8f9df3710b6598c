import assert from 'node:assert/strict';
import { NODES, type NodeVersion } from './harness/nodes.js';
import { BURN, recordProgram, type Program, type RecordedProgram } from './harness/recorded-program.js';

/** How a program ends, and what is kept of it. `late` is what it does last. */
interface Ending {
  readonly title: string;
  readonly script: string;
  readonly signalled?: NodeJS.Signals;
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
}

const ENDINGS: readonly Ending[] = [
  { title: 'nothing left to do', script: `burn('late', 60)`, exitCode: 0 },
  { title: 'process.exit', script: `burn('late', 60); process.exit(3)`, exitCode: 3 },
  { title: 'work in an exit listener', script: `process.on('exit', () => burn('late', 60))`, exitCode: 0 },
  { title: 'process.exit without listeners', script: `burn('late', 60); process.removeAllListeners(); process.exit(3)`, exitCode: 3 },
  { title: 'an uncaught error', script: `burn('late', 60); throw new Error('thrown')`, exitCode: 1 },
  { title: 'a rejected promise', script: `burn('late', 60); Promise.reject(new Error('rejected'))`, exitCode: 1 },
  { title: 'process.kill of itself', script: `burn('late', 60); process.kill(process.pid, 'SIGTERM'); console.log('never')`, signal: 'SIGTERM' },
  { title: 'SIGKILL of itself', script: `burn('late', 60); process.kill(process.pid, 'SIGKILL')`, signal: 'SIGKILL' },
  { title: 'process.abort', script: `burn('late', 60); process.abort()`, signal: 'SIGABRT' },
  ...(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).flatMap((signal): readonly Ending[] => [
    { title: `${signal} while it waits`, script: `burn('late', 60); setTimeout(() => {}, 1e6); setTimeout(() => console.log('ready'), 300)`, signalled: signal, signal },
    { title: `${signal} while it is busy`, script: `burn('late', 400); console.log('ready'); for (;;);`, signalled: signal, signal },
    { title: `${signal} that it handles`, script: `process.on('${signal}', () => { burn('late', 60); process.exit(7); }); setTimeout(() => {}, 1e6); console.log('ready')`, signalled: signal, exitCode: 7 },
  ]),
];

/** Slices of work with a name each, until it is killed. */
const SLICES = `for (let slice = 0; ; slice += 1) { burn('slice' + slice, 100); require('fs').writeSync(1, 'slice ' + slice + '\\n'); }`;
const SLICES_BEFORE_THE_KILL = 14;
const SLICES_IN_A_SECOND = 10;

const lastSlice = ({ stdout }: RecordedProgram): number => Number(stdout.match(/slice (\d+)\n/g)?.at(-1)?.slice(6));

describe('a recorded program', function () {
  this.timeout(120_000);
  this.slow(20_000);
  for (const node of NODES) {
    describe(`on Node ${node.major}`, () => {
      for (const ending of ENDINGS) it(`keeps everything at ${ending.title}`, () => keeps(node, ending));

      it('loses at most a second when it is killed', async () => {
        const run = await script(node, SLICES, { when: { output: `slice ${SLICES_BEFORE_THE_KILL}\n`, act: ({ pid = 0 }) => process.kill(pid, 'SIGKILL') } });
        assert.equal(run.signal, 'SIGKILL');
        const kept = Math.max(...[...run.functions].map((name) => Number(/^slice(\d+)$/.exec(name)?.[1] ?? -1)));
        assert.ok(lastSlice(run) - kept <= SLICES_IN_A_SECOND, `ran ${lastSlice(run)} slices, kept ${kept}`);
      });
    });
  }
});

async function keeps(node: NodeVersion, { script: text, signalled, exitCode, signal }: Ending): Promise<void> {
  const run = await script(node, `burn('early', 60); ${text}`, signalled === undefined ? {} : { when: { output: 'ready', act: ({ pid = 0 }) => process.kill(pid, signalled) } });
  assert.deepEqual([run.exitCode, run.signal], [exitCode, signal], run.stderr);
  assert.deepEqual(run.threads.map(({ functions }) => [functions.has('early'), functions.has('late')]), [[true, true]]);
  assert.doesNotMatch(run.stdout, /never/);
  assert.deepEqual(run.notes, []);
}

function script(node: NodeVersion, text: string, more: Partial<Program> = {}): Promise<RecordedProgram> {
  return recordProgram({ files: { 'main.js': BURN + text }, command: [node.executable, 'main.js'], ...more });
}
