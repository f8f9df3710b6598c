import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './workbench.js';

describe('findings as a user meets them', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder: 'test/vscode/workspace' });
  });

  after(() => workbench?.close());

  const tree = () => workbench.page.locator('.pane-body .monaco-list[aria-label="Findings"] .monaco-list-row, .pane-body [aria-label="Findings"] .monaco-list-row');

  it('squiggle, problem and evidence', async () => {
    await workbench.openFile('src/orders.ts');
    await workbench.waitForSquiggle('warning');
    const problem = (await workbench.problems()).find(({ source }) => source === 'Perf Review');
    assert.ok(problem);
    assert.equal(problem.code, 'n-plus-one-query');
    assert.deepEqual([problem.line, problem.column], [9, 23]);
    await workbench.screenshot('squiggle');
  });

  it('the light bulb offers to disable with a reason', async () => {
    const titles = await workbench.quickFixes({ line: 9, column: 25 });
    assert.ok(titles.some((title) => title.startsWith('Disable n-plus-one-query for this line')), JSON.stringify(titles));
    await workbench.screenshot('light-bulb');
    await workbench.page.keyboard.press('Escape');
  });

  it('the code of the problem opens the page of the rule, rendered', async () => {
    await workbench.problems();
    await workbench.page.locator('.markers-panel a', { hasText: 'n-plus-one-query' }).first().click();
    await workbench.webview().locator('h1, h2').first().waitFor();
    await workbench.screenshot('rule-page');
    // Out of the page, which has the keyboard now.
    await workbench.page.locator('.tab[data-resource-name="orders.ts"]').click();
  });

  it('Review Workspace fills the view, and a click jumps', async () => {
    await workbench.runCommand('Performance Review: Review Workspace');
    await workbench.runCommand('Performance Review: Focus on Findings View');
    const row = tree().filter({ hasText: 'orders.ts' }).first();
    await row.waitFor();
    await workbench.screenshot('view');
    await row.click();
    await workbench.page.locator('.tab.active[data-resource-name="orders.ts"]').waitFor();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: /Ln 9\b/ }).waitFor();
  });

  it('no notification remains when the review is over', async () => {
    // Its progress may still be shown, which ends with it; anything else would stay.
    await workbench.waitForNoNotification();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('the walkthrough is there', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.fill('Start with Perf Review');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.getting-started-step', { hasText: 'Open the example' }).first().waitFor();
    await workbench.screenshot('walkthrough');
  });
});
