import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { complaintsOf } from './axe.js';
import { openPanel, THEMES, type PanelPage } from './panel-page.js';

const TABS = ['Time Order', 'Left Heavy', 'Sandwich', 'Top Down', 'Bottom Up', 'Functions', 'Files', 'Packages'];

for (const theme of THEMES) {
  describe(`accessibility in the theme ${theme}`, () => {
    let panel: PanelPage;

    before(async () => {
      panel = await openPanel({ theme });
      await panel.show(profileOf());
    });
    after(() => panel.close());

    for (const tab of TABS) {
      it(`axe finds nothing in ${tab}`, async () => {
        await panel.view(tab);
        assert.deepEqual(await complaintsOf(panel), []);
      });
    }

    it('axe finds nothing with a search, steps and a selection', async () => {
      await panel.view('Left Heavy');
      await panel.page.getByRole('textbox', { name: /Search/ }).fill('walk');
      await panel.page.getByRole('switch', { name: /Hide node_modules/ }).click();
      await panel.page.getByRole('tree').focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.painted();
      assert.deepEqual(await complaintsOf(panel), []);
      await panel.page.keyboard.press('Shift+F10');
      await panel.page.getByRole('menu').waitFor();
      assert.deepEqual(await complaintsOf(panel), []);
    });
  });
}

describe('the tree beside a flame graph', () => {
  let panel: PanelPage;

  before(async () => {
    panel = await openPanel();
    await panel.show(profileOf());
    await panel.page.getByRole('tree').focus();
  });
  after(() => panel.close());

  /** The item that a screen reader is at. */
  const active = (): Promise<{ text: string | null; level: string | null; place: string; expanded: string | null }> => panel.page.evaluate(() => {
    const item = document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '');
    const of = (name: string): string | null => item?.getAttribute(name) ?? null;
    return { text: item?.textContent ?? null, level: of('aria-level'), place: `${String(of('aria-posinset'))} of ${String(of('aria-setsize'))}`, expanded: of('aria-expanded') };
  });
  const press = async (key: string): Promise<Awaited<ReturnType<typeof active>>> => {
    await panel.page.keyboard.press(key);
    await panel.painted();
    return active();
  };

  it('follows the keys: in, across, out', async () => {
    assert.match(String((await press('ArrowDown')).text), /^main, /);
    const handle = await press('ArrowDown');
    assert.match(String(handle.text), /^handle, Self Time 6\.00 ms \(6\.0 %\), Total Time 65\.0 ms \(65\.0 %\), .*src\/handle\.ts:10$/);
    assert.deepEqual([handle.level, handle.place, handle.expanded], ['2', '1 of 1', 'true']);
    const query = await press('ArrowDown');
    assert.deepEqual([query.level, query.place], ['3', '1 of 2']);
    const render = await press('ArrowRight');
    assert.match(String(render.text), /^render, /);
    assert.equal(render.place, '2 of 2');
    assert.match(String((await press('ArrowUp')).text), /^handle, /);
  });

  it('says in the line below what is selected', async () => {
    assert.match(await panel.page.locator('.details').innerText(), /handle[\s\S]*src\/handle\.ts:10[\s\S]*65\.0 ms/);
  });
});
