import assert from 'node:assert/strict';
import { PanelInWindow } from './panel-in-window.js';
import { openWorkbench, type Workbench } from './workbench.js';

describe('profiling as a user does it', () => {
  let workbench: Workbench;
  let panel: PanelInWindow;

  before(async () => {
    workbench = await openWorkbench({ folder: 'media/example' });
    panel = new PanelInWindow(workbench);
  });
  after(() => workbench?.close());

  it('Profile This File', async () => {
    await workbench.openFile('src/picking/morning.ts');
    await workbench.runCommand('Performance Review: Profile This File');
    await panel.waitForProfile();
    await workbench.screenshot('profile-file');
    assert.equal(await panel.hottest(), 'pickList');
    await workbench.screenshot('profile-file-functions');
    await panel.row(0).locator('.source-link').click();
    await workbench.page.locator('.tab.active[data-resource-name="pick-list.ts"]').waitFor();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: /Ln 26\b/ }).waitFor();
    await workbench.screenshot('profile-file-source');
  });
});
