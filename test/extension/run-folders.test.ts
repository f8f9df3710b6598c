import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newRunFolder, RUNS_KEPT } from '../../src/extension/profiling/run-folders.js';

describe('folders of runs', () => {
  let root: string;
  beforeEach(() => { root = mkdtempSync(path.join(tmpdir(), 'run-folders-')); });
  afterEach(() => { rmSync(root, { recursive: true, force: true }); });

  const runAt = (minute: number, title = 'npm run report'): Promise<string> => newRunFolder(path.join(root, 'profiles'), title, new Date(Date.UTC(2026, 0, 1, 0, minute)));

  it('are named after the time and the run, whatever it is called', async () => {
    assert.equal(path.relative(root, await runAt(5)), path.join('profiles', '2026-01-01T00-05-00-000Z-npm_run_report'));
    assert.equal(path.dirname(await runAt(6, '../../x')), path.join(root, 'profiles'));
  });

  it('are removed with all that is in them when newer ones are enough', async () => {
    const made: string[] = [];
    for (let minute = 0; minute < RUNS_KEPT + 3; minute++) {
      const folder = await runAt(minute);
      writeFileSync(path.join(folder, 'main.cpuprofile'), '{}');
      made.push(path.basename(folder));
    }
    assert.deepEqual(readdirSync(path.join(root, 'profiles')).sort(), made.slice(3));
  });

  it('leave alone what no run made', async () => {
    mkdirSync(path.join(root, 'profiles', 'python'), { recursive: true });
    for (let minute = 0; minute < RUNS_KEPT + 1; minute++) await runAt(minute);
    assert.ok(readdirSync(path.join(root, 'profiles')).includes('python'));
  });
});
