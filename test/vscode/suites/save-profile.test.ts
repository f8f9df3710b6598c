import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SaveFormat } from '../../../src/extension/profiles/save-formats.js';
import { readPackedProfile } from '../../../src/profile/formats/index.js';
import type { Profile } from '../../../src/profile/profile.js';
import { totalsByFrame } from '../../../src/profile/totals.js';
import type { ProfiledRun } from '../../../src/runner/profile-request.js';
import { closeAll } from '../editor.js';

describe('Save Profile As…', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-review-saved-'));
  let recorded: string;

  before(async () => {
    const run = await vscode.commands.executeCommand<ProfiledRun>('perfReview.profileCommand', 'node programs/primes.mjs 400');
    [recorded = ''] = run.files;
  });
  after(async () => {
    await closeAll();
    rmSync(folder, { recursive: true });
  });

  async function save(format: SaveFormat, name: string): Promise<Uint8Array> {
    const target = vscode.Uri.file(path.join(folder, name));
    const written = await vscode.commands.executeCommand<readonly vscode.Uri[]>('perfReview.saveProfileAs', format, target);
    assert.deepEqual(written.map(({ fsPath }) => fsPath), [target.fsPath]);
    return readFileSync(target.fsPath);
  }

  /** What each function cost, in whole milliseconds, of those that cost anything. */
  function costs({ nodes, frames }: Profile): ReadonlyMap<string, number> {
    const { self } = totalsByFrame(nodes, frames);
    const sums = new Map<string, number>();
    for (let frame = 0; frame < frames.count; frame++) {
      const name = (frames.strings[frames.name[frame]!] ?? '').replace(/ \(.*\)$/, '');
      if (self[frame]! >= 1000) sums.set(name, (sums.get(name) ?? 0) + self[frame]! / 1000);
    }
    return new Map([...sums].map(([name, sum]) => [name, Math.round(sum)]));
  }

  async function read(bytes: Uint8Array, name: string): Promise<Profile> {
    const { profiles: [profile] } = await readPackedProfile(bytes, name);
    assert.ok(profile);
    return profile;
  }

  it('gives the bytes that were recorded', async () => {
    assert.deepEqual(await save('recorded', 'run.cpuprofile'), readFileSync(recorded));
  });

  for (const [format, name] of [['speedscope', 'run.speedscope.json'], ['pprof', 'run.pb.gz'], ['collapsed', 'run.collapsed']] as const) {
    it(`gives the same costs as ${format}`, async () => {
      const bytes = await save(format, name);
      const hottest = [...costs(await read(readFileSync(recorded), 'run.cpuprofile'))].sort((a, b) => b[1] - a[1])[0];
      assert.ok(hottest && /^count/.test(hottest[0]), String(hottest));
      const now = costs(await read(bytes, name)).get(hottest[0]);
      assert.ok(now !== undefined && Math.abs(now - hottest[1]) <= 1, `${String(now)} for ${String(hottest)}`);
    });
  }

  it('gives a summary to read, with the hottest function in it', async () => {
    const text = new TextDecoder().decode(await save('markdown', 'run.md'));
    assert.match(text, /^# Profile: [\s\S]*### Hot functions[\s\S]*count(?:Primes|For)/);
  });

  it('leaves a file as it was when it cannot be written, and nothing beside it', async () => {
    const target = vscode.Uri.file(path.join(folder, 'no such folder', 'run.collapsed'));
    assert.deepEqual(await vscode.commands.executeCommand('perfReview.saveProfileAs', 'collapsed', target), []);
    assert.ok(readdirSync(folder).every((each) => !each.endsWith('.part')));
  });

  it('asks for a profile when none is open', async () => {
    await closeAll();
    assert.deepEqual(await vscode.commands.executeCommand('perfReview.saveProfileAs', 'collapsed', vscode.Uri.file(path.join(folder, 'none.collapsed'))), []);
    assert.ok(!readdirSync(folder).includes('none.collapsed'));
  });
});
