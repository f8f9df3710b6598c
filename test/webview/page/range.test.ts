import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

describe('the range of time', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel();
    await panel.show(profileOf());
    await panel.view('Time Order');
    await drag(200, 600);
  });
  afterEach(() => panel.close());

  /** In the overview, which is as wide as the run is long: 10 pixels for a millisecond. */
  async function drag(from: number, to: number): Promise<void> {
    const { x = 0, y = 0 } = (await panel.page.locator('.overview-track').boundingBox()) ?? {};
    await panel.page.mouse.move(x + from, y + 20);
    await panel.page.mouse.down();
    await panel.page.mouse.move(x + (from + to) / 2, y + 20);
    await panel.page.mouse.move(x + to, y + 20);
    await panel.page.mouse.up();
    await panel.painted();
  }
  const trail = (): Promise<string> => panel.page.locator('.trail').innerText();
  const handle = (name: string) => panel.page.getByRole('slider', { name });

  it('is drawn, and everything shows that part alone', async () => {
    assert.match(await trail(), /40\.0 ms of 100 ms \(40\.0 %\)[\s\S]*20\.0 ms – 60\.0 ms/);
    await panel.view('Functions');
    const first = await panel.page.locator('.grid-row[aria-rowindex="2"]').innerText();
    assert.match(first.replace(/\s+/g, ' '), /^ ?15\.0 ms ?37\.5 % .*walk/);
  });

  it('is moved by its handles, which stop before they cross', async () => {
    await drag(200, 300);
    assert.match(await trail(), /30\.0 ms – 60\.0 ms/);
    await drag(600, 800);
    assert.match(await trail(), /30\.0 ms – 80\.0 ms/);
    await drag(800, 100);
    assert.match(await trail(), /30\.0 ms – 30\.1 ms/);
  });

  it('is moved as a whole, and stays in the run', async () => {
    await drag(400, 500);
    assert.match(await trail(), /30\.0 ms – 70\.0 ms/);
    await drag(500, 990);
    assert.match(await trail(), /60\.0 ms – 100 ms/);
  });

  it('is moved by keys: a little, much, and to the end', async () => {
    await handle('Start of the range').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await handle('Start of the range').getAttribute('aria-valuetext'), '20.5 ms');
    await panel.page.keyboard.press('Shift+ArrowRight');
    assert.equal(await handle('Start of the range').getAttribute('aria-valuetext'), '25.5 ms');
    await handle('End of the range').focus();
    await panel.page.keyboard.press('End');
    assert.match(await trail(), /25\.5 ms – 100 ms/);
  });

  for (const how of ['Escape', 'a double click', 'its chip']) {
    it(`goes with ${how}`, async () => {
      if (how === 'Escape') await handle('End of the range').press('Escape');
      else if (how === 'its chip') await panel.page.getByRole('button', { name: /Clear the time range/ }).click();
      else await panel.page.locator('.overview-track').dblclick({ position: { x: 900, y: 20 } });
      await panel.painted();
      assert.equal(await panel.page.locator('.trail').count(), 0);
    });
  }

  it('holds in the aggregated graph and in that upside down', async () => {
    await panel.view('Left Heavy');
    const length = (): Promise<number> => panel.page.locator('profile-flame').evaluate((flame) => (flame as never as { extent: { to: number } }).extent.to);
    assert.equal(await length(), 40_000);
    await panel.page.getByRole('switch', { name: /Invert/ }).click();
    await panel.painted();
    assert.equal(await length(), 40_000);
  });

  it('is chosen in the graph by dragging with the shift key', async () => {
    await panel.page.getByRole('button', { name: /Clear the time range/ }).click();
    const { x = 0, y = 0 } = (await panel.page.locator('.flame-stage').boundingBox()) ?? {};
    await panel.page.keyboard.down('Shift');
    await panel.page.mouse.move(x + 100, y + 30);
    await panel.page.mouse.down();
    await panel.page.mouse.move(x + 300, y + 30);
    await panel.page.mouse.up();
    await panel.page.keyboard.up('Shift');
    assert.match(await trail(), /10\.0 ms – 30\.0 ms/);
  });
});

describe('Export Picture…', () => {
  const NAMES = { 'Time Order': 'time', 'Left Heavy': 'flame', inverted: 'inverted', Sandwich: 'callers' } as const;
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel({ width: 800, height: 400, ratio: 2 });
    await panel.show(profileOf());
  });
  afterEach(() => panel.close());

  async function exported(): Promise<{ readonly name: string; readonly width: number; readonly height: number; readonly colours: number }> {
    const before = (await panel.sent('export')).length;
    await panel.page.getByRole('button', { name: 'More' }).click();
    await panel.page.getByRole('menuitem', { name: 'Export Picture…' }).click();
    await panel.page.waitForFunction((count) => (window as never as { sent: { type: string }[] }).sent.filter(({ type }) => type === 'export').length > count, before);
    // The bytes stay where they are: decoded, they are what a viewer would show.
    return panel.page.evaluate(async () => {
      const { name, png } = (window as never as { sent: { type: string; name: string; png: Uint8Array<ArrayBuffer> }[] }).sent.filter(({ type }) => type === 'export').at(-1)!;
      const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
      return { name, width: bitmap.width, height: bitmap.height, colours: new Set(pixels).size };
    });
  }

  it('is what is seen, in the pixels of the screen, in every flame graph', async () => {
    const expected = async (): Promise<readonly number[]> => {
      const { width = 0, height = 0 } = (await panel.page.locator('.flame-stage').first().boundingBox()) ?? {};
      return [width * 2, height * 2];
    };
    for (const view of ['Time Order', 'Left Heavy', 'inverted', 'Sandwich'] as const) {
      if (view === 'inverted') await panel.page.getByRole('switch', { name: /Invert/ }).click();
      else await panel.view(view);
      await panel.painted();
      const { name, width, height, colours } = await exported();
      assert.equal(name, `sample.cpuprofile-${NAMES[view]}`);
      assert.deepEqual([width, height], await expected(), view);
      // Own code, packages, Node, idle, letters with their edges.
      assert.ok(colours > 10, `${view}: ${colours} colours`);
      if (view === 'inverted') await panel.page.getByRole('switch', { name: /Invert/ }).click();
    }
  });

  it('is not offered where there is none', async () => {
    await panel.view('Functions');
    await panel.page.getByRole('button', { name: 'More' }).click();
    assert.ok(await panel.page.getByRole('menuitem', { name: 'Export Picture…' }).isDisabled());
  });
});
