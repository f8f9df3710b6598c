import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensureProjects, PROJECTS } from '../runner/harness/real-projects.js';
import { PanelInWindow } from './panel-in-window.js';
import { openWorkbench, type Workbench } from './workbench.js';

const HOT = 'pickList';
/** Where it begins in `pick-list.ts`. */
const HOT_LINE = 26;
const COMMAND = 'node --import tsx src/picking/morning.ts';

const VIEWS = ['Time Order', 'Left Heavy', 'Sandwich', 'Top Down', 'Bottom Up', 'Functions', 'Files', 'Packages'];
const THEMES = ['vs', 'hc-light', 'hc-black', 'vs-dark'] as const;

describe('profiling as a user does it', () => {
  let workbench: Workbench;
  let panel: PanelInWindow;

  before(async () => {
    workbench = await openWorkbench({ folder: 'media/example' });
    panel = new PanelInWindow(workbench);
  });
  after(() => workbench?.close());

  const command = (title: string): Promise<void> => workbench.runCommand(`Performance Review: ${title}`);

  /** Nothing of an earlier test is in sight. */
  const afresh = (): Promise<void> => workbench.runCommand('View: Close All Editors');

  async function landsOn(hot: string): Promise<void> {
    await panel.waitForProfile();
    assert.equal(await panel.hottest(), hot);
  }

  it('Profile This File, and a click to the line that was written', async () => {
    await workbench.openFile('src/picking/morning.ts');
    await command('Profile This File');
    await landsOn(HOT);
    await panel.row(HOT).locator('.source-link').click();
    await workbench.waitForCursor('pick-list.ts', HOT_LINE);
  });

  it('the lines of its source say at their ends what they took', async () => {
    const ends = await workbench.lineEnds();
    assert.ok(ends.some((each) => /^▍+ [\d.]+ m?s$/.test(each)), JSON.stringify(ends));
    await workbench.screenshot('heat');
  });

  it('Hot Functions lists it first, and leads there', async () => {
    await workbench.openFile('src/picking/stock-room.ts');
    await command('Focus on Hot Functions View');
    const first = workbench.page.locator('.pane-body [aria-label="Hot Functions"] .monaco-list-row').first();
    assert.match(await first.innerText(), new RegExp(`^${HOT}`));
    await first.click();
    await workbench.waitForCursor('pick-list.ts', HOT_LINE);
  });

  it('Profile npm Script…', async () => {
    await afresh();
    await command('Profile npm Script…');
    await workbench.choose('picking');
    await landsOn(HOT);
  });

  it('Profile Launch Configuration…', async () => {
    await afresh();
    await command('Profile Launch Configuration…');
    await workbench.choose('Pick list of the morning');
    await landsOn(HOT);
  });

  it('Profile Test File', async () => {
    await afresh();
    await workbench.openFile('src/picking/pick-list.test.ts');
    await command('Profile Test File');
    await landsOn(HOT);
  });

  it('Profile Test at Cursor', async () => {
    await afresh();
    await workbench.openFile('src/picking/pick-list.test.ts');
    await workbench.goTo(17, 5);
    await command('Profile Test at Cursor');
    await landsOn(HOT);
    await workbench.page.locator('.tab.active', { hasText: 'holds every book of a busy night once' }).waitFor();
  });

  it('Profile This Python File', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    await afresh();
    await workbench.openFile('accounts/royalties.py');
    await command('Profile This Python File');
    await landsOn('sold');
  });

  it('Attach to Node Process…, and Stop in the panel', async () => {
    const screen = spawn(process.env['PERF_REVIEW_NODE'] ?? 'node', ['src/picking/screen.ts'], { cwd: workbench.folder, stdio: 'ignore' });
    try {
      await once(screen, 'spawn');
      await afresh();
      await command('Attach to Node Process…');
      await workbench.answer('Attach to Node Process', String(screen.pid), 'screen.ts');
      await panel.waitForClock(2);
      await workbench.screenshot('running');
      await panel.page.getByRole('button', { name: 'Stop' }).click();
      await landsOn(HOT);
      assert.equal(screen.exitCode, null);
    } finally {
      screen.kill('SIGKILL');
    }
  });

  it('Start and Stop Profiling of what is being debugged', async () => {
    await afresh();
    await workbench.runCommand('Debug: Select and Start Debugging');
    await workbench.choose('Screen in the stock room');
    await workbench.page.locator('.repl', { hasText: 'books to pick' }).waitFor();
    await command('Start Profiling');
    await panel.waitForClock(2);
    await command('Stop Profiling');
    await landsOn(HOT);
    await workbench.runCommand('Debug: Stop');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('Profile a Command…, through tsx', async () => {
    ensureProjects();
    mkdirSync(path.join(workbench.folder, 'node_modules'));
    symlinkSync(path.join(PROJECTS, 'node_modules/tsx'), path.join(workbench.folder, 'node_modules/tsx'));
    await afresh();
    await command('Profile a Command…');
    await workbench.answer('Profile a Command', COMMAND);
    await landsOn(HOT);
    await panel.row(HOT).locator('.source-link').click();
    await workbench.waitForCursor('pick-list.ts', HOT_LINE);
  });

  it('every view shows it, and axe finds nothing in any', async () => {
    await command('Profile Again');
    await panel.waitForProfile();
    for (const view of VIEWS) {
      await panel.view(view);
      await panel.page.locator('[role=tree], [role=treegrid], [role=grid]').first().waitFor();
      assert.deepEqual(await panel.complaints(), [], view);
      await workbench.screenshot(`view-${view}`);
    }
  });

  it('the search counts, and node_modules can be hidden', async () => {
    await panel.view('Packages');
    await panel.row('tsx').waitFor();
    await panel.page.getByRole('switch', { name: /Hide node_modules/ }).click();
    await panel.row('tsx').waitFor({ state: 'detached' });
    await panel.view('Functions');
    await panel.page.getByRole('textbox', { name: /Search/ }).fill(HOT);
    await panel.page.locator('.search-count', { hasText: /^1 · [\d.]+ m?s \([\d.]+ %\)$/ }).waitFor();
    await panel.page.locator('.trail', { hasText: 'node_modules' }).getByRole('button', { name: /Undo/ }).click();
    await panel.page.getByRole('textbox', { name: /Search/ }).fill('tsx');
    await panel.page.locator('.search-count', { hasText: /^\d+ · / }).waitFor();
  });

  it('the keyboard alone: profile, look, search, go to the line', async () => {
    const { keyboard } = workbench.page;
    await afresh();
    await workbench.runCommandByKeys('Performance Review: Profile Again');
    await panel.waitForProfile();
    await keyboard.press('Control+1');
    await workbench.pressUntil('6', panel.selected('Functions'));
    await keyboard.press('/');
    await keyboard.type(HOT);
    await panel.page.locator('.search-count', { hasText: /^1 · / }).waitFor();
    await keyboard.press('Enter');
    await panel.page.locator('.grid-row.selected', { hasText: HOT }).waitFor();
    for (let tabs = 0; tabs < 20 && !(await panel.page.locator('[role=grid]:focus').isVisible()); tabs++) await keyboard.press('Tab');
    await keyboard.press('Enter');
    await workbench.waitForCursor('pick-list.ts', HOT_LINE);
  });

  it('findings come in the order of what they cost', async () => {
    await afresh();
    await command('Profile npm Script…');
    await workbench.choose('report');
    await panel.waitForProfile();
    await command('Review Workspace');
    await command('Focus on Findings View');
    await command('Group Findings by Measured Cost');
    const row = '.pane-body .monaco-list-row[aria-level="2"]';
    await workbench.page.locator(`${row}[data-index="1"][aria-label*="src/reports/monthly.mjs"][aria-label*="measured:"]`).click();
    await workbench.waitForCursor('monthly.mjs', 10);
    await command('Focus on Findings View');
    await workbench.page.keyboard.press('End');
    await workbench.page.locator(`${row}[aria-label*="src/reports/monthly.mjs"][aria-label*="not reached"]`).waitFor();
    await workbench.screenshot('measured-findings');
  });

  for (const theme of THEMES) {
    it(`the panel, its tables and the heat in the theme ${theme}`, async () => {
      await workbench.useTheme(theme);
      await afresh();
      await workbench.openFile('src/picking/morning.ts');
      await command('Profile This File');
      await panel.waitForProfile();
      assert.deepEqual(await panel.complaints(), []);
      await workbench.screenshot(`panel-${theme}`);
      await panel.view('Functions');
      assert.deepEqual(await panel.complaints(), []);
      await workbench.screenshot(`functions-${theme}`);
      await panel.row(HOT).locator('.source-link').click();
      await workbench.waitForCursor('pick-list.ts', HOT_LINE);
      await workbench.lineEnds();
      await workbench.screenshot(`heat-${theme}`);
    });
  }

  it('a narrow panel', async () => {
    await workbench.page.setViewportSize({ width: 760, height: 800 });
    await workbench.page.locator('.tab[data-resource-name="pick-list.ts"]').waitFor();
    await workbench.runCommand('View: Open Previous Editor');
    await panel.page.locator('[role=tabpanel]').waitFor();
    assert.deepEqual(await panel.complaints(), []);
    await workbench.screenshot('narrow');
  });
});
