import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { BeforeRuns } from '../../../src/extension/profiling/before-and-after.js';
import type { LoadedProfiles } from '../../../src/extension/profiles/worker-messages.js';
import { verdictOf } from '../../../src/profile/compare/frame-differences.js';
import { closeAll, open, replaceAll, workspaceUri } from '../editor.js';

const PROGRAM = 'programs/compared.mjs';
/** Work in two functions, which no compiler takes into one another. */
const programOf = (lines: number, rounds: number): string => `${'// moved\n'.repeat(lines)}
function addRoots(limit) {
  let sum = 0;
  for (let number = 0; number < limit; number++) sum += Math.sqrt(number);
  return sum;
}

function joinNames(limit) {
  const names = [];
  for (let number = 0; number < limit; number++) names.push(String(number));
  return names.sort().join();
}

let all = 0;
for (let round = 0; round < ${String(rounds)}; round++) all += addRoots(1_000_000);
console.log(all, joinNames(60_000).length);
`;

describe('comparing runs from the palette', function () {
  this.timeout(170_000);
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('perfReview.profile');
  const run = <T>(command: string, ...given: unknown[]): Thenable<T | undefined> => vscode.commands.executeCommand<T | undefined>(`perfReview.${command}`, ...given);
  const shown = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], { cwd: workspaceUri('.').fsPath, encoding: 'utf8', stdio: 'pipe' });
  const write = async (text: string): Promise<void> => vscode.workspace.fs.writeFile(workspaceUri(PROGRAM), new TextEncoder().encode(text));
  /** An edit that its author did not save. */
  const edit = async (text: string): Promise<void> => replaceAll(await open(PROGRAM), text);

  before(() => settings().update('runs', 5, vscode.ConfigurationTarget.Workspace));
  after(async () => {
    await settings().update('runs', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.delete(workspaceUri(PROGRAM));
    await rm(workspaceUri('.git').fsPath, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await write(programOf(0, 24));
    await open(PROGRAM);
    await run('profileFile');
  });
  afterEach(closeAll);

  const changeOf = ({ profiles: [profile], differences }: LoadedProfiles, name: string): string => {
    assert.ok(profile && differences);
    const { frames } = profile;
    const frame = Array.from({ length: frames.count }, (_, index) => index).find((index) => frames.strings[frames.name[index]!] === name);
    assert.ok(frame !== undefined, `${name} is not in the comparison`);
    const url = frames.strings[frames.url[frame]!] ?? '';
    assert.ok(url.endsWith(`/${PROGRAM}`), url);
    return `${verdictOf(differences, frame)} at ${String(frames.line[frame])}`;
  };

  it('runs the program before and after an edit, and says what the edit did', async () => {
    const before = await run<BeforeRuns>('profileBefore');
    assert.equal(before?.side.runs.length, 5);
    await edit(programOf(3, 6));
    const compared = await run<LoadedProfiles>('profileAfter');
    assert.ok(compared);
    assert.match(compared.profiles[0]?.notes[0] ?? '', /^Faster: .* \(5 runs\).* \(5 runs\)/);
    assert.equal(changeOf(compared, 'addRoots'), 'less at 5');
    assert.equal(shown(), 'compared.mjs: before and after');
  });

  it('runs a revision beside the files as they are, and leaves nothing of it behind', async () => {
    git('init', '--quiet');
    git('add', PROGRAM);
    git('commit', '--quiet', '--message', 'before');
    await edit(programOf(3, 6));
    const compared = await run<LoadedProfiles>('compareWithRevision', 'HEAD');
    assert.ok(compared);
    assert.match(compared.profiles[0]?.notes[0] ?? '', /^Faster/);
    assert.equal(changeOf(compared, 'addRoots'), 'less at 5');
    assert.equal(shown(), 'compared.mjs: HEAD and now');
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('shows nothing of a revision that is not there, or has not the file', async () => {
    git('init', '--quiet');
    git('add', 'package.json');
    git('commit', '--quiet', '--message', 'without', '--only', 'package.json');
    const count = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
    assert.equal(await run('compareWithRevision', 'no-such-revision'), undefined);
    git('rm', '--quiet', '--cached', '--ignore-unmatch', PROGRAM);
    git('commit', '--quiet', '--allow-empty', '--message', 'gone');
    assert.equal(await run('compareWithRevision', 'HEAD'), undefined);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, count);
    assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('keeps the runs before when the program fails after, and nothing when it is cancelled', async () => {
    await run('profileBefore');
    await edit('process.exit(2);');
    assert.equal(await run('profileAfter'), undefined);
    await edit(`${programOf(0, 24)}while (true);`);
    const endless = run('profileAfter');
    const stop = setInterval(() => void vscode.commands.executeCommand('perfReview.stopProfiling'), 2_000);
    assert.equal(await endless, undefined);
    clearInterval(stop);
    await edit(programOf(0, 24));
    assert.ok(await run<LoadedProfiles>('profileAfter'));
  });
});
