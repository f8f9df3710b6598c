import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readProfile } from '../../src/profile/formats/index.js';
import { attachToProcess } from '../../src/runner/attach/attached-profile.js';
import { inspectorOf, nodeProcesses, type NodeProcess } from '../../src/runner/attach/node-processes.js';
import { DEFAULT_MEASURE } from '../../src/runner/profile-request.js';
import { CannotStart } from '../../src/runner/starting/project.js';

/** Works in rounds, so that signals and the inspector are heard in between, until a line arrives. */
const PROGRAM = `
  function spin() { let sum = 0; for (let i = 0; i < 3e6; i++) sum += Math.sqrt(i); return sum; }
  const timer = setInterval(spin, 5);
  process.stdin.once('data', () => { clearInterval(timer); process.stdin.destroy(); console.log('went on'); });
  console.log('ready');
`;

/** The signal opens the inspector at a port of its own: others on this machine may be asked at the same time. */
const FREE_PORT = '--inspect-port=0';

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

  async function run(given: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
    program = spawn(process.execPath, [FREE_PORT, ...given], { stdio: ['pipe', 'pipe', 'ignore'], env });
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

  it('says so when the process ends meanwhile', async () => {
    const pid = await start();
    const { finished } = await attachToProcess(await targetOf(pid), { title: 'spin', outFolder: folder, measure: DEFAULT_MEASURE });
    program.kill('SIGKILL');
    const { files, notes } = await finished;
    assert.deepEqual(files, []);
    assert.match(notes.join(' '), /ended while it was measured/);
  });
});
