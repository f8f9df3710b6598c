import assert from 'node:assert/strict';
import { profileOf, type Places, type Timeline } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

/** A function each of so many packages, the first the costliest. */
const PACKAGES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];
const MANY: Timeline = [...PACKAGES.map((name, rank) => [`main;${name}`, 20 - rank] as const), ['main;tiny', 0.1]];
const PLACES: Places = Object.fromEntries([...PACKAGES, 'tiny'].map((name) => [name, [`file:///project/node_modules/${name}/index.js`, 1]]));

describe('the legend of colours', () => {
  let panel: PanelPage;

  afterEach(() => panel.close());

  const begin = async (options: Parameters<typeof openPanel>[0] = {}, ...profile: Parameters<typeof profileOf>): Promise<void> => {
    panel = await openPanel(options);
    await panel.show(profileOf(...profile));
  };
  const toolbar = () => panel.page.getByRole('toolbar', { name: 'Colours' });
  const entries = async (): Promise<readonly string[]> => {
    const texts = await toolbar().getByRole('button').allInnerTexts();
    return texts.map((text) => text.trim());
  };

  it('names own code, then packages by their cost, then Node and what is no code', async () => {
    await begin();
    assert.deepEqual(await entries(), ['Own code', 'pg', 'lodash', 'Node.js', 'Garbage collector, program', 'Idle']);
  });

  it('shows where a package is, and what it costs; once more and all is as before', async () => {
    await begin();
    const pg = toolbar().getByRole('button', { name: 'pg' });
    await pg.click();
    assert.equal(String(await panel.page.locator('.search-count').textContent()), '2 · 38.0 ms (38.0 %)');
    assert.equal(await pg.getAttribute('aria-pressed'), 'true');
    assert.match(String(await pg.getAttribute('title')), /^pg: 38\.0 ms \(38\.0 %\) with what it calls/);
    await pg.click();
    assert.equal(String(await panel.page.locator('.search-count').textContent()), '');
  });

  it('finds a package and none whose name only begins so', async () => {
    await begin({}, [['main;query', 10], ['main;pool', 5]], { pool: ['file:///project/node_modules/pg-pool/index.js', 1] });
    await toolbar().getByRole('button', { name: 'pg', exact: true }).click();
    assert.match(String(await panel.page.locator('.search-count').textContent()), /^1 · 10\.0 ms/);
    await panel.page.getByRole('textbox', { name: /Search/ }).fill('package:pg');
    await panel.painted();
    assert.match(String(await panel.page.locator('.search-count').textContent()), /^2 · 15\.0 ms/);
  });

  it('names the costliest of many packages, and leads to all', async () => {
    await begin({}, MANY, PLACES);
    assert.deepEqual(await entries(), ['Own code', ...PACKAGES.slice(0, 6), 'All packages']);
    const colours = await toolbar().locator('.swatch').evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundColor));
    assert.equal(new Set(colours).size, 7, String(colours));
    await toolbar().getByRole('button', { name: 'All packages' }).click();
    assert.equal(await panel.page.getByRole('tab', { selected: true }).innerText(), 'Packages');
    assert.equal(await toolbar().count(), 0, 'there the table is the legend');
  });

  it('keeps to two packages where there is little room', async () => {
    await begin({ width: 380 }, MANY, PLACES);
    assert.deepEqual(await entries(), ['Own code', 'alpha', 'beta', 'All packages']);
  });

  it('is one stop of the Tab key, with arrows along it', async () => {
    await begin();
    await toolbar().getByRole('button', { name: 'Own code' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('Enter');
    await panel.painted();
    assert.equal(await toolbar().getByRole('button', { pressed: true }).innerText(), 'pg');
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.keyboard.press('ArrowLeft');
    assert.equal(await panel.page.evaluate(() => (document.activeElement as HTMLElement).innerText.trim()), 'Idle');
  });

  it('can be put away, and stays away', async () => {
    await begin();
    await panel.page.getByRole('button', { name: 'More' }).click();
    await panel.page.getByRole('menuitemcheckbox', { name: 'Legend of Colours' }).click();
    assert.equal(await toolbar().count(), 0);
    await panel.page.waitForFunction(() => (window as never as { kept?: { hasLegend?: boolean } }).kept?.hasLegend === false);
    const state = await panel.state();
    await panel.close();
    await begin({ state });
    assert.equal(await toolbar().count(), 0);
  });
});
