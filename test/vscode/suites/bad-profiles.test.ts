import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { cpuprofileOf, SAMPLE } from '../../webview/sample-profile.js';
import { closeAll } from '../editor.js';

const whole = cpuprofileOf(SAMPLE);
const hostile = new TextDecoder().decode(whole).replaceAll('file:///project/src/main.ts', 'file:///project/../../etc/passwd').replaceAll('"main"', JSON.stringify('<script>alert(1)</script>'));

/** What is in the file, and which stacks there are to be saved of what is shown: none where nothing can be. */
const FILES: Readonly<Record<string, readonly [bytes: Uint8Array | string, stacks: RegExp | undefined]>> = {
  'cut-off.cpuprofile': [whole.subarray(0, whole.length - 40), /^main .*;handle /m],
  'hostile.cpuprofile': [hostile, /^<script>alert\(1\)<\/script> /m],
  'empty.cpuprofile': ['', undefined],
  'noise.cpuprofile': [Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256), undefined],
  'other.cpuprofile': ['{"name":"a package","version":"1.0.0"}', undefined],
};

describe('files that are not as profiles should be', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-review-bad-'));
  const stacks = path.join(folder, 'stacks.collapsed');

  afterEach(async () => {
    await closeAll();
    rmSync(stacks, { force: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, [bytes, expected]] of Object.entries(FILES)) {
    it(`are opened, ${expected ? 'and what can be shown is' : 'and nothing else happens'}: ${name}`, async () => {
      const uri = vscode.Uri.file(path.join(folder, name));
      writeFileSync(uri.fsPath, bytes);
      await vscode.commands.executeCommand('perfReview.openProfile', uri);
      const { input, label } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.deepEqual([label, input instanceof vscode.TabInputCustom && input.viewType], [name, 'perfReview.profile']);
      const written = await vscode.commands.executeCommand<readonly vscode.Uri[]>('perfReview.saveProfileAs', 'collapsed', vscode.Uri.file(stacks));
      assert.equal(written.length, expected ? 1 : 0);
      if (expected) assert.match(readFileSync(stacks, 'utf8'), expected);
    });
  }
});
