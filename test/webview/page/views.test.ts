import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

describe('the views of a profile', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel();
    await panel.show(profileOf());
  });
  afterEach(() => panel.close());

  /** Rows that are in the page, as cells separated by |. */
  const rows = (): Promise<string[]> => panel.page.locator('.grid-row').evaluateAll((all) => all
    .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
    .map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => (cell as HTMLElement).innerText.replace(/\s+/g, ' ').trim()).join(' | ')));

  it('begin with the aggregated flame graph', async () => {
    assert.equal(await panel.page.getByRole('tab', { selected: true }).innerText(), 'Left Heavy');
    assert.ok(await panel.page.locator('canvas').first().isVisible());
  });

  it('list every function with its own time and that of its callees', async () => {
    await panel.view('Functions');
    assert.deepEqual((await rows()).slice(0, 3), [
      '28.0 ms28.0 % | 28.0 ms28.0 % | parse | pg/lib/parser.js:30',
      '15.0 ms15.0 % | 19.0 ms19.0 % | walk | src/walk.ts:7',
      '15.0 ms15.0 % | 15.0 ms15.0 % | (idle) | ',
    ]);
  });

  it('lead from a file or package to where it is', async () => {
    await panel.view('Packages');
    await panel.page.locator('.grid-row').filter({ hasText: 'pg' }).dblclick();
    assert.equal(await panel.page.getByRole('tab', { selected: true }).innerText(), 'Left Heavy');
    assert.equal(await panel.page.locator('.search-count').textContent(), '2 · 38.0 ms (38.0 %)');
    await panel.view('Files');
    await panel.page.getByRole('grid').focus();
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('Enter');
    await panel.painted();
    assert.equal(await panel.page.getByRole('textbox', { name: /Search/ }).inputValue(), 'pg/lib/parser.js');
    assert.equal(await panel.page.locator('.search-count').textContent(), '1 · 28.0 ms (28.0 %)');
  });

  it('sum up files and packages', async () => {
    await panel.view('Packages');
    assert.ok((await rows()).includes('38.0 ms38.0 % | 38.0 ms38.0 % | 2 | pg'), String(await rows()));
    assert.ok((await rows()).includes('15.0 ms15.0 % | 15.0 ms15.0 % | 1 | Idle'), String(await rows()));
    await panel.view('Files');
    assert.ok((await rows()).includes('23.0 ms23.0 % | 23.0 ms23.0 % | 3 | (no file)'), String(await rows()));
    assert.ok((await rows()).includes('10.0 ms10.0 % | 29.0 ms29.0 % | 1 | src/render.ts'), String(await rows()));
  });
});
