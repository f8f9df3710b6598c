import assert from 'node:assert/strict';
import { profileOf } from '../sample-profile.js';
import { openPanel } from './panel-page.js';

describe('the toolbar', () => {
  for (const width of [1400, 1000]) {
    it(`stays in one row at ${width} pixels, also while something is searched`, async () => {
      const panel = await openPanel({ width });
      await panel.show(profileOf());
      const height = async (): Promise<number> => (await panel.page.locator('.bar').boundingBox())?.height ?? 0;
      const before = await height();
      assert.ok(before < 40, String(before));
      await panel.page.getByRole('textbox', { name: /Search/ }).fill('src/');
      await panel.painted();
      assert.equal(await height(), before);
      assert.ok(((await panel.page.getByRole('textbox', { name: /Search/ }).boundingBox())?.width ?? 0) > 90);
      await panel.close();
    });
  }
});
