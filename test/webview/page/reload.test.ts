import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

const ORIGIN = { title: 'node report.mjs', files: ['file:///storage/report.cpuprofile'] };

describe('a page that is made again', () => {
  let panel: PanelPage;

  afterEach(() => panel.close());

  const begin = async (state?: unknown): Promise<void> => {
    panel = await openPanel({ state });
    await panel.show(profileOf());
  };
  /** Closes the page once it has kept what is wanted, and makes it again with that. */
  const again = async (kept: RegExp): Promise<void> => {
    await panel.page.waitForFunction((wanted) => new RegExp(wanted).test(JSON.stringify((window as never as { kept?: unknown }).kept ?? null)), kept.source);
    const state = await panel.state();
    await panel.close();
    await begin(state);
  };
  const seen = (): Promise<readonly number[]> => panel.page.locator('profile-flame').evaluate((flame) => {
    const { from, to } = (flame as never as { view: { from: number; to: number } }).view;
    return [Math.round(from / 1000), Math.round(to / 1000)];
  });

  it('has the view, the search and what was selected', async () => {
    await begin();
    await panel.view('Functions');
    await panel.page.getByRole('textbox', { name: /Search/ }).fill('walk');
    await panel.page.locator('.grid-row').filter({ hasText: 'walk' }).click();
    await again(/"search":"walk".*"selection"/);
    assert.equal(await panel.page.getByRole('tab', { selected: true }).innerText(), 'Functions');
    assert.equal(await panel.page.getByRole('textbox', { name: /Search/ }).inputValue(), 'walk');
    assert.equal(await panel.page.locator('.details .name').innerText(), 'walk');
  });

  it('has the part that was zoomed to', async () => {
    await begin();
    await panel.page.getByRole('tree').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    await panel.painted();
    const before = await seen();
    assert.notDeepEqual(before, [0, 100]);
    await again(/"zoom":\{"flame":\{"from":[^,]+,"to":3/);
    assert.deepEqual(await seen(), before);
  });

  it('has the steps, the time range and the graph upside down', async () => {
    await begin();
    await panel.page.getByRole('switch', { name: /Hide node_modules/ }).click();
    await panel.page.getByRole('switch', { name: /Invert/ }).click();
    await panel.view('Time Order');
    await panel.page.locator('.overview-track').click({ position: { x: 300, y: 20 } });
    const track = (await panel.page.locator('.overview-track').boundingBox())!;
    await panel.page.mouse.move(track.x + 200, track.y + 20);
    await panel.page.mouse.down();
    await panel.page.mouse.move(track.x + 500, track.y + 20);
    await panel.page.mouse.up();
    await again(/"isInverted":true.*"hide-owner".*"range"/);
    const trail = await panel.page.locator('.trail').innerText();
    assert.match(trail, /30\.0 ms of 100 ms[\s\S]*20\.0 ms – 50\.0 ms[\s\S]*node_modules hidden/);
    await panel.view('Left Heavy');
    assert.equal(await panel.page.locator('#flame-inverted').count(), 1);
  });

  it('keeps for the extension where its profiles came from', async () => {
    panel = await openPanel();
    const profile = profileOf();
    await panel.send({ type: 'show', title: ORIGIN.title, profiles: [profile], current: 0, places: [panel.placesOf(profile)], origin: ORIGIN });
    assert.deepEqual(((await panel.state()) as { origin?: unknown }).origin, ORIGIN);
  });

  it('begins anew when what was kept makes no sense', async () => {
    for (const state of ['text', { view: 'nowhere', profile: -1, profiles: { 0: { steps: [{ do: 'hide', frame: 1e9 }, { do: 'focus-call', path: [9e9] }, 7], range: { from: NaN, to: null }, zoom: { flame: { from: 1 } } } } }, { profiles: [null], sort: { column: '__proto__' } }]) {
      await begin(state);
      assert.equal(await panel.page.getByRole('tab', { selected: true }).innerText(), 'Left Heavy', JSON.stringify(state));
      if (state !== 'text') await panel.close();
    }
  });
});
