import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readProfile } from '../../src/profile/formats/index.js';
import { attachToProcess, type AttachedProfile } from '../../src/runner/attach/attached-profile.js';
import { inspectorOf, nodeProcesses, type NodeProcess } from '../../src/runner/attach/node-processes.js';
import type { Profile } from '../../src/profile/profile.js';
import { totalsByFrame } from '../../src/profile/totals.js';
import { DEFAULT_MEASURE, type Measure, type ProfiledRun } from '../../src/runner/profile-request.js';
import { CannotStart } from '../../src/runner/starting/project.js';
import type { V8CpuProfile } from '../../src/runner/v8-profile.js';
import { NODES } from './harness/nodes.js';

/** Works in rounds, so that signals and the inspector are heard in between, until a line arrives. */
const PROGRAM = `
  function spin() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += Math.sqrt(i); return sum; }
  const timer = setInterval(spin, 5);
  process.stdin.once('data', () => { clearInterval(timer); process.stdin.destroy(); console.log('went on'); });
  console.log('ready');
`;

/** The signal opens the inspector at a port of its own: others on this machine may be asked at the same time. */
const FREE_PORT = '--inspect-port=0';

/** Samples by which the hottest function is the hottest. */
const ENOUGH = 50;

/** Works until it is told how to end, and does something in its last moment. */
const ENDING = `
  function spin() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += Math.sqrt(i); return sum; }
  function lastMoment() { let text = ''; for (let i = 0; i < 3e5; i++) text = String(i * 7); return text; }
  const timer = setInterval(() => { globalThis.kept = Array.from({ length: spin() > 0 ? 2000 : 0 }, () => ({})); }, 5);
  const endings = {
    end() { lastMoment(); clearInterval(timer); process.stdin.destroy(); },
    exit() { lastMoment(); process.exit(3); },
    throw() { lastMoment(); throw new Error('on purpose'); },
    sleep() { require('node:child_process').spawnSync(process.execPath, ['-e', 'console.log("asleep"); process.stdin.resume()'], { stdio: ['inherit', 'inherit', 'ignore'] }); },
  };
  process.stdin.once('data', (line) => endings[String(line).trim()]());
  console.log('ready');
`;

/** Has been in an optimised loop before it is ready. */
const LOOPS = `
  const copies = Array.from({ length: 20000 }, (_, index) => ({ isbn: '978-' + String(index % 3000) }));
  const orders = Array.from({ length: 400 }, (_, index) => '978-' + String(index * 7));
  function match(taken) {
    let found = 0;
    for (const isbn of orders) for (const copy of copies) if (copy.isbn === isbn && !taken.has(copy)) found++;
    return found;
  }
  for (let round = 0; round < 12; round++) match(new Set());
  setInterval(() => match(new Set()), 5);
  console.log('ready');
`;

describe('attaching to a process', function () {
  this.timeout(60_000);
  let folder: string;
  let program: ChildProcess;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'attach-'));
  });

  afterEach(async () => {
    program.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  async function start(...flags: string[]): Promise<number> {
    return run([...flags, '-e', PROGRAM]);
  }

  async function run(given: readonly string[], env: NodeJS.ProcessEnv = process.env, executable = process.execPath): Promise<number> {
    program = spawn(executable, [FREE_PORT, ...given], { stdio: ['pipe', 'pipe', 'ignore'], env });
    assert.ok(program.stdout && program.pid !== undefined);
    await once(program.stdout, 'data');
    return program.pid;
  }

  async function targetOf(pid: number): Promise<NodeProcess> {
    const target = (await nodeProcesses()).find((each) => each.pid === pid);
    assert.ok(target, 'it is in the list');
    return target;
  }

  async function measure(pid: number): Promise<string[]> {
    const { finished } = await attachToProcess(await targetOf(pid), { title: 'spin', outFolder: folder, measure: { ...DEFAULT_MEASURE, heap: true, duration: 600 } });
    const { files, notes } = await finished;
    assert.deepEqual(notes, []);
    return [...files];
  }

  async function functionsIn(file: string): Promise<readonly string[]> {
    const { profiles, capture } = readProfile(await readFile(file), path.basename(file));
    assert.equal(capture?.pid, program.pid);
    return profiles.flatMap(({ frames }) => [...frames.name].map((name) => frames.strings[name] ?? ''));
  }

  /** The program does so when it comes to its timers; never is a time limit of this test. */
  async function closesInspector(pid: number): Promise<void> {
    while ((await inspectorOf(pid)) !== undefined);
  }

  async function goesOn(): Promise<void> {
    assert.ok(program.stdin && program.stdout);
    // That it has ended may be heard before what it said.
    const ended = once(program, 'exit');
    const said = once(program.stdout, 'data');
    program.stdin.write('end\n');
    assert.match(String(await said), /went on/);
    const [code] = (await ended) as [number];
    assert.equal(code, 0);
  }

  it('measures what it does, and leaves it as it was', async () => {
    const pid = await start();
    const files = await measure(pid);
    assert.deepEqual(files.map((file) => path.extname(file)), ['.cpuprofile', '.heapprofile']);
    assert.ok((await functionsIn(files[0] ?? '')).includes('spin'));
    await closesInspector(pid);
    await goesOn();
  });

  it('knows functions whose loops were optimised before it came', async () => {
    const pid = await run(['-e', LOOPS]);
    const [cpu = ''] = await measure(pid);
    assert.ok((await functionsIn(cpu)).includes('match'));
  });

  it('leaves coverage to a program that takes its own', async () => {
    const pid = await run(['-e', PROGRAM], { ...process.env, NODE_V8_COVERAGE: path.join(folder, 'coverage') });
    await measure(pid);
    await goesOn();
    const [covered = ''] = await readdir(path.join(folder, 'coverage'));
    const { result } = JSON.parse(await readFile(path.join(folder, 'coverage', covered), 'utf8')) as { result: { functions: { functionName: string; ranges: { count: number }[] }[] }[] };
    const spin = result.flatMap(({ functions }) => functions).find(({ functionName }) => functionName === 'spin');
    assert.ok((spin?.ranges[0]?.count ?? 0) > 0);
  });

  it('leaves a program of ES modules running', async () => {
    const pid = await run(['--input-type=module', '-e', PROGRAM]);
    await measure(pid);
    await closesInspector(pid);
    await goesOn();
  });

  it('uses an inspector that is open, and leaves it open', async () => {
    const pid = await start('--inspect=0');
    const [cpu = ''] = await measure(pid);
    assert.ok((await functionsIn(cpu)).includes('spin'));
    assert.notEqual(await inspectorOf(pid), undefined);
    await goesOn();
  });

  it('can be done again', async () => {
    const pid = await start();
    await measure(pid);
    assert.equal((await measure(pid)).length, 2);
    await goesOn();
  });

  it('waits for a program that has only just been started: the signal would end it', async () => {
    program = spawn(process.execPath, [FREE_PORT, '-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(program, 'spawn');
    const { finished } = await attachToProcess({ pid: program.pid ?? 0, command: 'node', workingFolder: undefined }, { title: 'spin', outFolder: folder, measure: { ...DEFAULT_MEASURE, duration: 600 } });
    assert.equal((await finished).files.length, 1);
    assert.ok(program.stdout);
    await once(program.stdout, 'data');
    await goesOn();
  });

  it('leaves a program alone that is Node by its name only', async function () {
    if (process.platform !== 'linux') return this.skip();
    const node = path.join(folder, 'node');
    await copyFile('/bin/sleep', node);
    program = spawn(node, ['600'], { stdio: 'ignore' });
    await once(program, 'spawn');
    await assert.rejects(attachToProcess(await targetOf(program.pid ?? 0), { title: 'sleep', outFolder: folder, measure: DEFAULT_MEASURE, patience: 300 }), CannotStart);
    assert.equal(program.signalCode, null);
    assert.doesNotThrow(() => process.kill(program.pid ?? 0, 0));
  });

  it('says so when the process is gone', async () => {
    const pid = await start();
    const target = await targetOf(pid);
    await goesOn();
    await assert.rejects(attachToProcess(target, { title: 'spin', outFolder: folder, measure: DEFAULT_MEASURE }), CannotStart);
  });

  it('says so when the process ends before anything was taken', async () => {
    const pid = await start();
    const { finished } = await attachToProcess(await targetOf(pid), { title: 'spin', outFolder: folder, measure: DEFAULT_MEASURE });
    program.kill('SIGKILL');
    const { files, notes } = await finished;
    assert.deepEqual(files, []);
    assert.match(notes.join(' '), /ended while it was measured/);
  });

  for (const { major, executable } of NODES) {
    for (const [ending, expected] of [['end', 0], ['exit', 3], ['throw', 1]] as const) {
      it(`keeps all of a program that comes to its ${ending} by itself, on Node ${String(major)}`, async () => {
        const { finished } = await attachUntilItIsKnown(executable, { heap: true });
        const exit = once(program, 'exit');
        tell(ending);
        const { files, notes } = await finished;
        assert.deepEqual(files.map((file) => path.extname(file)), ['.cpuprofile', '.heapprofile']);
        assert.match(notes.join(' '), /^spin ended by itself while it was measured: its profile reaches to its end\.$/);
        const [cpu = '', heap = ''] = files;
        assert.equal(hottest(await profileIn(cpu)), 'spin');
        assert.ok((await functionsIn(cpu)).includes('lastMoment'));
        assert.ok((await profileIn(heap)).total > 0);
        for (const file of files) assert.deepEqual((await profileIn(file)).notes, notes);
        assert.deepEqual(await exit, [expected, null]);
      });
    }

    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      it(`keeps what it knows of a program that is ended by ${signal}, and says what is missing, on Node ${String(major)}`, async () => {
        const { finished } = await attachUntilItIsKnown(executable);
        program.kill(signal);
        const { files, notes } = await finished;
        assert.match(notes.join(' '), /^spin ended while it was measured: about the last \d+\.\d s are missing\.$/);
        const [cpu = ''] = files;
        const profile = await profileIn(cpu);
        assert.equal(hottest(profile), 'spin');
        assert.deepEqual(profile.notes, notes);
      });
    }

    it(`says what segments say: nothing of itself, and time that adds up, on Node ${String(major)}`, async () => {
      const { finished, stop } = await attachUntilItIsKnown(executable);
      stop();
      const [cpu = ''] = (await finished).files;
      const { startTime, endTime, samples = [], timeDeltas = [] } = JSON.parse(await readFile(cpu, 'utf8')) as V8CpuProfile;
      assert.equal(samples.length, timeDeltas.length);
      const profile = await profileIn(cpu);
      assert.equal(profile.total, endTime - startTime - (timeDeltas[0] ?? 0));
      assert.ok(!profile.frames.strings.some((text) => text.includes('perf-review')), 'nothing of what asks for segments');
      tell('exit');
    });

    it(`still knows optimised loops after many segments, on Node ${String(major)}`, async () => {
      const pid = await run(['-e', LOOPS], process.env, executable);
      const { finished } = await attachToProcess(await targetOf(pid), { title: 'spin', outFolder: folder, beat: 50, measure: { ...DEFAULT_MEASURE, duration: 1500 } });
      assert.equal(hottest(await profileIn((await finished).files[0] ?? '')), 'match');
    });
  }

  it('has an end also when the program does not answer any more', async () => {
    const { finished, stop } = await attachUntilItIsKnown(process.execPath, {}, 300);
    assert.ok(program.stdout);
    const asleep = once(program.stdout, 'data');
    tell('sleep');
    await asleep;
    stop();
    const { files, notes } = await finished;
    assert.equal(hottest(await profileIn(files[0] ?? '')), 'spin');
    assert.match(notes.join(' '), /does not answer.*about the last \d+\.\d s are missing/);
  });

  /** Measures a program in short segments, and comes back when samples were told of, and then more of them. */
  async function attachUntilItIsKnown(executable: string, more: Partial<Measure> = {}, patience = 10_000): Promise<AttachedProfile> {
    const pid = await run(['-e', ENDING], process.env, executable);
    const counts: number[] = [];
    let isKnown: () => void = () => undefined;
    const known = new Promise<void>((resolve) => { isKnown = resolve; });
    const attached = await attachToProcess(await targetOf(pid), {
      title: 'spin', outFolder: folder, measure: { ...DEFAULT_MEASURE, ...more }, beat: 100, patience,
      onProgress: ({ samples }) => {
        counts.push(samples);
        if (samples > Math.max(ENOUGH, counts[0] ?? 0)) isKnown();
      },
    });
    const early = attached.finished.then(({ notes }: ProfiledRun) => assert.fail(`it ended too early: ${notes.join(' ')}`));
    await Promise.race([known, early]);
    early.catch(() => undefined);
    assert.deepEqual(counts, counts.toSorted((left, right) => left - right));
    return attached;
  }

  function tell(line: string): void {
    program.stdin?.write(`${line}\n`);
  }

  async function profileIn(file: string): Promise<Profile> {
    const [profile] = readProfile(await readFile(file), path.basename(file)).profiles;
    assert.ok(profile);
    return profile;
  }

  function hottest({ nodes, frames }: Profile): string | undefined {
    const { self } = totalsByFrame(nodes, frames);
    const own = [...self.keys()].filter((frame) => frames.kind[frame] === 0);
    own.sort((left, right) => (self[right] ?? 0) - (self[left] ?? 0));
    return frames.strings[frames.name[own[0] ?? 0] ?? 0];
  }
});
