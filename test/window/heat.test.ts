import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench.js';

const CLI = path.resolve('dist/cli.js');

describe('measured cost and heat as a user meets them', () => {
  let workbench: Workbench;
  const rows = (view: string) => workbench.page.locator(`.pane-body [aria-label="${view}"] .monaco-list-row`);

  before(async () => {
    workbench = await openWorkbench({ folder: 'media/example' });
    execFileSync('node', [CLI, 'record', '--out', 'report.cpuprofile', '--', 'node', 'src/reports/monthly.mjs'], { cwd: workbench.folder, stdio: 'pipe' });
  });

  after(() => workbench?.close());

  it('a profile puts the dearest finding first and says what never ran', async () => {
    await workbench.openFile('src/reports/monthly.mjs');
    await workbench.waitForSquiggle('warning');
    await workbench.runCommand('Performance Review: Use Profile for Findings…');
    await workbench.quickInput.fill(path.join(workbench.folder, 'report.cpuprofile'));
    await workbench.quickInput.press('Enter');
    await workbench.runCommand('Performance Review: Focus on Findings View');
    await workbench.runCommand('Performance Review: Group Findings by Measured Cost');
    await rows('Findings').filter({ hasText: 'Measured' }).first().waitFor();
    const texts = await rows('Findings').allInnerTexts();
    assert.match(texts[1] ?? '', /monthly\.mjs:10/, JSON.stringify(texts));
    assert.ok(texts.some((text) => /not (?:reached|seen)/.test(text)), JSON.stringify(texts));
    await rows('Hot Functions').first().waitFor();
    assert.ok((await rows('Hot Functions').allInnerTexts()).some((text) => text.includes('valueToday')));
  });

  for (const [name, theme] of [['dark', 'Default Dark Modern'], ['light', 'Default Light Modern'], ['contrast', 'Default High Contrast'], ['contrast-light', 'Default High Contrast Light']] as const) {
    it(`line heat stands at the ends of lines, ${name}`, async () => {
      writeFileSync(path.join(workbench.folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await workbench.page.locator(`.monaco-workbench.${name === 'dark' ? 'vs-dark' : name === 'light' ? 'vs' : name === 'contrast' ? 'hc-black' : 'hc-light'}`).first().waitFor();
      await workbench.page.locator('.view-line', { hasText: 'fetch(' }).first().waitFor();
      await workbench.screenshot(`heat-${name}`);
    });
  }
});
