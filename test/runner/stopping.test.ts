import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { descendants } from '../../src/runner/process-tree.js';
import { NODES } from './harness/nodes.js';
import { BURN, recordProgram } from './harness/recorded-program.js';

const PARENT = `${BURN} burn('parentWork', 60); require('child_process').spawn('sh', ['-c', '"$0" child.js', process.execPath], { stdio: 'inherit' }); setInterval(() => {}, 1e6);`;
const CHILD = `${BURN} burn('childWork', 400); process.on('SIGINT', () => burn('cleanUp', 30)); console.log('child ' + process.pid); setInterval(() => {}, 1e6);`;

/** One that has ended may stay listed where nobody asks for its exit code. */
const isRunning = (pid: number): boolean => /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

describe('stopping a recorded program', function () {
  this.timeout(120_000);
  this.slow(20_000);
  for (const node of NODES) {
    it(`ends it with all its children, also those that will not, and keeps what they did, on Node ${node.major}`, async () => {
      const run = await recordProgram({ files: { 'main.js': PARENT, 'child.js': CHILD }, command: [node.executable, 'main.js'], when: { output: 'child ', act: (running) => running.stop() } });
      assert.equal(run.signal, 'SIGINT');
      assert.equal(isRunning(Number(/child (\d+)/.exec(run.stdout)?.[1])), false);
      assert.deepEqual(['parentWork', 'childWork'].filter((name) => !run.functions.has(name)), []);
    });

    it(`happens by itself after the duration that was asked for, on Node ${node.major}`, async () => {
      const run = await recordProgram({ files: { 'main.js': `${BURN} for (;;) burn('work', 20)` }, command: [node.executable, 'main.js'], measure: { duration: 3000 } });
      assert.equal(run.signal, 'SIGINT');
      assert.ok(run.functions.has('work'));
    });

    it(`is not needed where Node keeps profilers out: Node ${node.major} runs the program, and says so`, async () => {
      const flag = node.major === 20 ? '--experimental-permission' : '--permission';
      for (const command of [[node.executable, flag, '--allow-fs-read=*', 'main.js'], ['sh', '-c', `"$0" ${flag} --allow-fs-read=* main.js`, node.executable]]) {
        const run = await recordProgram({ files: { 'main.js': `console.log('ran')` }, command });
        assert.deepEqual([run.exitCode, run.stdout, run.files], [0, 'ran\n', []]);
        assert.match(run.notes.join(' '), /run it without --permission/);
      }
    });
  }

  it('says why there is no profile', async () => {
    const missing = await recordProgram({ files: {}, command: ['no-such-program'] });
    assert.deepEqual([missing.exitCode, missing.signal], [undefined, undefined]);
    assert.match(missing.notes.join(' '), /no-such-program could not be started: there is no such program/);
    const odd = await recordProgram({ files: {}, command: ['node', 'a\0b'] });
    assert.match(odd.notes.join(' '), /^node could not be started: .+\.$/);
    const other = await recordProgram({ files: {}, command: ['sh', '-c', 'exit 4'] });
    assert.equal(other.exitCode, 4);
    assert.match(other.notes.join(' '), /sh left no profile: no Node program ran in it/);
    const early = await recordProgram({ files: { 'main.js': `require('child_process').execSync('kill -9 ' + process.pid)` }, command: [process.execPath, 'main.js'] });
    assert.match(early.notes.join(' '), /^main\.js ended before anything was measured/);
  });

  it('finds children of children, and ends where a process is its own parent', () => {
    assert.deepEqual(descendants(new Map([[2, 1], [3, 2], [4, 3], [5, 9], [9, 9]]), 2), [3, 4]);
    assert.deepEqual(descendants(new Map([[9, 9], [5, 9]]), 9), [5]);
  });
});
