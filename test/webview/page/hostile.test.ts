import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel, type PanelPage } from './panel-page.js';

const SCRIPT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

describe('hostile names', () => {
  let panel: PanelPage;

  before(async () => {
    panel = await openPanel();
    await panel.show(profileOf([[SCRIPT, 50], [`${SCRIPT};inner`, 50]], { [SCRIPT]: [`file:///project/${encodeURIComponent(SCRIPT)}`, 3] }));
  });
  after(() => panel.close());

  for (const tab of ['Left Heavy', 'Sandwich', 'Top Down', 'Functions', 'Files']) {
    it(`are text in ${tab}`, async () => {
      await panel.view(tab);
      assert.equal(await panel.page.evaluate(() => (window as never as { hacked?: number }).hacked), undefined);
      assert.equal(await panel.page.locator('shown-profiles img, shown-profiles script').count(), 0);
    });
  }

  it('are written out as they stand', async () => {
    await panel.view('Functions');
    assert.equal(await panel.page.locator('.grid-row .name').first().innerText(), SCRIPT);
  });
});

describe('a host without WebGL', () => {
  it('is also one whose processor does the work of a card', async () => {
    const panel = await openPanel({ withoutCard: true });
    await panel.show(profileOf());
    assert.equal(await panel.page.locator('profile-flame').evaluate((element) => (element as never as { drawnBy: string }).drawnBy), 'canvas');
    await panel.close();
  });

  it('draws the same picture with the canvas alone', async () => {
    const pictures: number[][] = [];
    for (const withoutWebgl of [false, true]) {
      const panel = await openPanel({ withoutWebgl, width: 360, height: 240 });
      await panel.show(profileOf());
      const flame = panel.page.locator('profile-flame');
      assert.equal(await flame.evaluate((element) => (element as never as { drawnBy: string }).drawnBy), withoutWebgl ? 'canvas' : 'webgl');
      pictures.push(await flame.evaluate(async (element) => {
        const bitmap = await createImageBitmap(await (element as never as { picture(): Promise<Blob> }).picture());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        // Enough of it to tell: every number would take longer to hand over than to draw.
        return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data.filter((_, at) => at % 7 === 0)];
      }));
      await panel.close();
    }
    const [first = [], second = []] = pictures;
    assert.equal(first.length, second.length);
    const differing = first.filter((value, at) => Math.abs(value - second[at]!) > 8).length;
    assert.ok(differing < first.length / 200, `${differing} of ${first.length}`);
  });
});
