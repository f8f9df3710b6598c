import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

describe('the keyboard alone', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel();
    await panel.show(profileOf());
  });
  afterEach(() => panel.close());

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await panel.page.keyboard.press(key);
    await panel.painted();
  };
  const seen = (): Promise<readonly number[]> => panel.page.locator('profile-flame').first().evaluate((flame) => {
    const { from, to } = (flame as never as { view: { from: number; to: number } }).view;
    return [Math.round(from / 1000), Math.round(to / 1000)];
  });
  const tab = (): Promise<string> => panel.page.getByRole('tab', { selected: true }).innerText();

  it('chooses views by number and by arrows on their tabs', async () => {
    await press('6');
    assert.equal(await tab(), 'Functions');
    await panel.page.getByRole('tab', { name: 'Functions' }).focus();
    await press('ArrowRight');
    assert.equal(await tab(), 'Files');
  });

  it('comes closer to a call with Enter, and back with Escape', async () => {
    await panel.page.getByRole('tree').focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    const [from, to] = await seen();
    // As wide as the call, and a hundredth of room at both sides.
    assert.deepEqual([from, to], [0, 31]);
    await press('Escape');
    assert.deepEqual(await seen(), [0, 100]);
  });

  it('zooms and pans', async () => {
    await panel.page.getByRole('tree').focus();
    await press('+', 'w');
    const [from = 0, to = 0] = await seen();
    assert.equal(to - from, 49);
    await press('d');
    assert.ok((await seen())[0]! > from);
    await press('0');
    assert.deepEqual(await seen(), [0, 100]);
  });

  it('opens the source of the selected call, aside with Alt', async () => {
    await panel.page.getByRole('tree').focus();
    await press('ArrowDown', 'Control+Enter', 'Alt+Enter');
    assert.deepEqual((await panel.sent('open')).map(({ profile, aside }) => ({ profile, aside })), [{ profile: 0, aside: false }, { profile: 0, aside: true }]);
  });

  it('copies the stack of the selected call', async () => {
    await panel.page.getByRole('tree').focus();
    await press('ArrowDown', 'ArrowDown', 'Control+c');
    assert.deepEqual((await panel.sent('copy')).map(({ text }) => text), ['    at handle (src/handle.ts:10)\n    at main (src/main.ts:3)']);
  });

  it('takes steps from the menu of a call and takes them back', async () => {
    await panel.page.getByRole('tree').focus();
    await press('ArrowDown', 'ArrowDown', 'Shift+F10');
    await panel.page.getByRole('menuitem', { name: 'Focus on Function' }).press('Enter');
    await panel.painted();
    assert.match(await panel.page.locator('.trail').innerText(), /73\.0 ms of 100 ms[\s\S]*Only handle/);
    await press('Control+z');
    assert.equal(await panel.page.locator('.trail').count(), 0);
  });

  it('opens and closes rows of a tree, and opens source from them', async () => {
    await press('4');
    await panel.page.getByRole('treegrid').focus();
    await press('Home', 'ArrowDown');
    const selected = panel.page.locator('.grid-row.selected');
    assert.match(await selected.innerText(), /handle/);
    await press('ArrowLeft');
    assert.equal(await selected.getAttribute('aria-expanded'), 'false');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    assert.equal((await panel.sent('open')).length, 1);
  });
});

describe('the search', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel();
    await panel.show(profileOf());
    await panel.page.keyboard.press('/');
  });
  afterEach(() => panel.close());

  const type = async (text: string): Promise<string> => {
    await panel.page.keyboard.type(text);
    await panel.painted();
    return String(await panel.page.locator('.search-count').textContent());
  };

  it('counts functions by name or file and what they cost, recursion once', async () => {
    assert.equal(await type('walk'), '1 · 19.0 ms (19.0 %)');
  });

  it('looks for packages as they are shown', async () => {
    assert.equal(await type('pg/lib'), '2 · 38.0 ms (38.0 %)');
  });

  it('says that nothing was found', async () => {
    assert.equal(await type('nowhere'), 'No matches');
  });

  it('takes regular expressions, and says when one is none', async () => {
    await panel.page.getByRole('switch', { name: 'Regular expression' }).click();
    await panel.page.getByRole('textbox', { name: /Search/ }).focus();
    assert.equal(await type('^(walk|each)$'), '2 · 19.0 ms (19.0 %)');
    assert.equal(await type('('), 'Not a pattern');
  });

  it('goes from match to match, the costliest first', async () => {
    await type('src/');
    for (const name of ['handle', 'main', 'render']) {
      await panel.page.keyboard.press('Enter');
      await panel.painted();
      assert.equal(await panel.page.locator('.details .name').innerText(), name);
    }
  });
});
