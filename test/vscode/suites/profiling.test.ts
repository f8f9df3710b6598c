import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { readProfile } from '../../../src/profile/formats/index.js';
import type { Profile } from '../../../src/profile/profile.js';
import { totalsByFrame } from '../../../src/profile/totals.js';
import type { ProfiledRun } from '../../../src/runner/profile-request.js';
import { closeAll, eventually, open, workspaceUri } from '../editor.js';

/** The name of the function that had the processor longest, over all files of a run. */
async function hottest(run: ProfiledRun | undefined): Promise<string> {
  assert.ok(run && run.files.length > 0, JSON.stringify(run));
  const [first = ''] = run.files;
  const [profile] = readProfile(await readFile(first), path.basename(first)).profiles;
  assert.ok(profile);
  return nameOfHottest(profile) ?? '';
}

function nameOfHottest(profile: Profile): string | undefined {
  const { self } = totalsByFrame(profile.nodes, profile.frames);
  let best = -1;
  for (let frame = 0; frame < self.length; frame++) {
    if (profile.frames.kind[frame] === 0 && (best < 0 || (self[frame] ?? 0) > (self[best] ?? 0))) best = frame;
  }
  return profile.frames.strings[profile.frames.name[best] ?? 0];
}

/** One that has ended may stay listed where nobody asks for its exit code. */
function isRunning(pid: number): boolean {
  return /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
}

/** V8 may take the one into the other. */
const COUNTING = /^count(?:Primes|For)$/;

describe('profiling from the palette', function () {
  this.timeout(90_000);
  afterEach(closeAll);

  const profile = (command: string, ...given: unknown[]): Thenable<ProfiledRun | undefined> => vscode.commands.executeCommand(`perfReview.${command}`, ...given);
  const shown = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;

  /** Stops what is measured some time after its panel has come: before that there is nothing to keep. Without a panel the run says why. */
  const stopLater = async (running: Thenable<unknown>): Promise<NodeJS.Timeout> => {
    const isPanel = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputWebview && input.viewType.endsWith('perfReview.profileOfRun');
    const panel = eventually(vscode.window.tabGroups.onDidChangeTabs, () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isPanel), () => 'the panel of the run');
    await Promise.race([panel, running.then((run) => assert.fail(`no panel has come: ${JSON.stringify(run)}`))]);
    return setInterval(() => void vscode.commands.executeCommand('perfReview.stopProfiling'), 2_000);
  };

  it('runs the file in the editor and shows where its time went', async () => {
    await open('programs/primes.mjs');
    const run = await profile('profileFile');
    assert.equal(run?.exitCode, 3);
    assert.match(await hottest(run), COUNTING);
    assert.equal(shown(), 'primes.mjs');
  });

  it('runs again in the place of the terminal that has ended', async () => {
    for (let run = 0; run < 2; run++) {
      await open('programs/primes.mjs');
      assert.equal((await profile('profileFile'))?.exitCode, 3);
    }
    assert.equal(vscode.window.terminals.filter(({ name }) => name === 'Profile: primes.mjs').length, 1);
  });

  it('runs a script of package.json, and leaves the package manager out', async () => {
    const run = await profile('profileScript', { folder: workspaceUri('.').fsPath, name: 'primes' });
    assert.match(await hottest(run), COUNTING);
  });

  it('runs a launch configuration without the debugger', async () => {
    assert.match(await hottest(await profile('profileLaunchConfiguration', 'Primes')), COUNTING);
  });

  it('runs a typed command, quotes and all', async () => {
    assert.match(await hottest(await profile('profileCommand', `node "programs/primes.mjs" '250'`)), COUNTING);
  });

  it('runs the test at the cursor and no other', async () => {
    const editor = await open('programs/primes.test.mjs');
    const at = editor.document.positionAt(editor.document.getText().indexOf('countFor(300)'));
    editor.selection = new vscode.Selection(at, at);
    const run = await profile('profileTestAtCursor');
    assert.equal(run?.exitCode, 0);
    assert.match(await hottest(run), COUNTING);
  });

  it('runs a file of tests', async () => {
    const run = await profile('profileTestFile', workspaceUri('programs/primes.test.mjs'));
    assert.equal(run?.exitCode, 1);
    assert.match(await hottest(run), COUNTING);
  });

  it('runs a file of Python', async () => {
    const run = await profile('profilePythonFile', workspaceUri('programs/sums.py'));
    assert.equal(run?.exitCode, 0);
    assert.equal(await hottest(run), 'add_up');
  });

  it('stops on request, with all that was measured until then', async () => {
    const running = profile('profileCommand', 'node programs/primes.mjs 600000');
    // Once: asked for twice, it is killed. A busy machine takes seconds to start it.
    const stop = setTimeout(() => void vscode.commands.executeCommand('perfReview.stopProfiling'), 5_000);
    const run = await running;
    clearTimeout(stop);
    assert.notEqual(run?.exitCode, 0);
    assert.match(await hottest(run), COUNTING);
  });

  it('measures allocations as well where the settings say so, whatever else is in them', async () => {
    const settings = vscode.workspace.getConfiguration('perfReview.profile');
    const wanted = { measure: 'both', interval: 'often', duration: -1 };
    try {
      for (const [name, value] of Object.entries(wanted)) await settings.update(name, value, vscode.ConfigurationTarget.Global);
      const run = await profile('profileCommand', 'node programs/primes.mjs 250');
      assert.deepEqual(run?.files.map((file) => path.extname(file)), ['.cpuprofile', '.heapprofile'], run?.notes.join(' '));
      assert.match(await hottest(run), COUNTING);
    } finally {
      for (const name of Object.keys(wanted)) await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('gives the program what is typed, and its end', async () => {
    const listening = vscode.window.onDidOpenTerminal((terminal) => {
      terminal.sendText('7', true);
      terminal.sendText('\u0004', false);
    });
    try {
      const run = await profile('profileCommand', `node -e "process.stdin.on('data', (typed) => { process.exitCode = Number(typed) })"`);
      assert.equal(run?.exitCode, 7);
    } finally {
      listening.dispose();
    }
  });

  const ENDINGS: Readonly<Record<string, () => unknown>> = {
    'the stop of the palette': () => vscode.commands.executeCommand('perfReview.stopProfiling'),
    'the end of its terminal': () => vscode.window.terminals.findLast(({ name }) => name.startsWith('Profile: '))?.dispose(),
    'the user who ends all terminals': () => vscode.commands.executeCommand('workbench.action.terminal.killAll'),
    'the end of its panel': closeAll,
  };
  for (const [title, end] of Object.entries(ENDINGS)) {
    it(`is ended with all its children by ${title}, and keeps what they did`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'perf-review-family-'));
      const pids = path.join(folder, 'pids');
      const running = profile('profileCommand', `node programs/family.mjs "${pids}"`);
      const look = setInterval(() => {
        if (!existsSync(pids)) return;
        clearInterval(look);
        void end();
      }, 100);
      try {
        const run = await running;
        assert.equal(run?.signal, 'SIGINT');
        assert.equal(run.files.length, 2, run.notes.join(' '));
        const family = readFileSync(pids, 'utf8').split(' ').map(Number);
        assert.deepEqual(family.map(isRunning), [false, false]);
      } finally {
        clearInterval(look);
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it('runs one program at a time, also when two are asked for at once', async () => {
    const both = await Promise.all([1, 2].map(() => profile('profileCommand', 'node programs/primes.mjs 250')));
    assert.deepEqual(both.map((run) => run?.exitCode), [3, undefined]);
  });

  it('measures a process that runs already, and lets it go on', async () => {
    const program = spawn('node', ['--inspect-port=0', workspaceUri('programs/primes.mjs').fsPath, '600000'], { stdio: 'ignore' });
    try {
      await once(program, 'spawn');
      const running = profile('attachToProcess', program.pid);
      const stop = await stopLater(running);
      const run = await running;
      clearInterval(stop);
      assert.match(await hottest(run), COUNTING);
      assert.equal(program.exitCode, null);
    } finally {
      program.kill('SIGKILL');
    }
  });

  it('shows what a process did that ended while it was measured', async () => {
    const program = spawn('node', [workspaceUri('programs/primes.mjs').fsPath, '12000'], { stdio: 'ignore' });
    const exit = once(program, 'exit');
    await once(program, 'spawn');
    const run = await profile('attachToProcess', program.pid);
    assert.match(await hottest(run), COUNTING);
    assert.match(run?.notes.join(' ') ?? '', /ended by itself while it was measured: its profile reaches to its end/);
    assert.equal(shown(), `process ${String(program.pid)}`);
    assert.deepEqual(await exit, [3, null]);
  });

  it('measures what is being debugged, through the debugger', async () => {
    const started = new Promise<void>((resolve) => {
      // The debugger's own session comes first, then that of the program.
      const listening = vscode.debug.onDidStartDebugSession(({ parentSession }) => {
        if (!parentSession) return;
        listening.dispose();
        resolve();
      });
    });
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { name: 'Debugged primes', type: 'node', request: 'launch', program: workspaceUri('programs/primes.mjs').fsPath, args: ['600000'] });
    await started;
    const running = profile('startProfiling');
    const stop = await stopLater(running);
    const run = await running;
    clearInterval(stop);
    await vscode.debug.stopDebugging();
    assert.match(await hottest(run), COUNTING);
  });

  it('says what is wrong with a program that cannot be started', async () => {
    const run = await profile('profileCommand', 'no-such-program --at all');
    assert.deepEqual(run?.files, []);
    assert.match(run?.notes.join(' ') ?? '', /no-such-program/);
  });
});
