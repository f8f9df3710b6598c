import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench.js';

describe('the panel of a run, when the window is reloaded', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder: 'test/vscode/workspace' });
  });
  after(() => workbench.close());

  it('has its button to save the profile', async () => {
    await workbench.openFile('programs/primes.mjs');
    await workbench.runCommand('Profile This File');
    await workbench.webview().getByRole('tab', { name: 'Functions' }).click();
    await workbench.webview().getByRole('textbox', { name: /Search/ }).fill('count');
    await workbench.webview().locator('.search-count', { hasText: /\d/ }).waitFor();
    await workbench.page.locator('.editor-actions').getByRole('button', { name: /Save Profile As/ }).waitFor();
    await workbench.screenshot('profile-of-run');
  });

  it('is there again as it was left', async () => {
    await reload();
    const panel = workbench.webview();
    await panel.getByRole('tab', { name: 'Functions', selected: true }).waitFor();
    assert.equal(await panel.getByRole('textbox', { name: /Search/ }).inputValue(), 'count');
    assert.match(await panel.locator('.grid-row .name.match').first().innerText(), /^count/);
    await workbench.screenshot('profile-reloaded');
  });

  it('says so when its profile is gone', async () => {
    const files = await profiles();
    assert.ok(files.length > 0);
    for (const file of files) await rm(file);
    await reload();
    const message = await workbench.webview().getByRole('alert').innerText();
    assert.match(message, /^The profile of primes\.mjs is gone: .*cpuprofile is not there any more\.$/);
    await workbench.screenshot('profile-gone');
  });

  /** As people do it: a page that is thrown away does not save what was done in its last seconds. */
  async function reload(): Promise<void> {
    await Promise.all([workbench.page.waitForEvent('load'), workbench.runCommand('Developer: Reload Window')]);
    await workbench.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Files of the run in the extension's storage: those that name this window's folder. */
  async function profiles(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const server of (await readdir(os.tmpdir())).filter((name) => name.startsWith('perf-review-server-'))) {
      const storage = path.join(os.tmpdir(), server, 'data/User/workspaceStorage');
      const names = await readdir(storage, { recursive: true }).catch(() => []);
      for (const name of names.filter((each) => each.endsWith('.cpuprofile'))) {
        const file = path.join(storage, name);
        if ((await readFile(file, 'utf8')).includes(JSON.stringify(workbench.folder).slice(1, -1))) found.push(file);
      }
    }
    return found;
  }
});
