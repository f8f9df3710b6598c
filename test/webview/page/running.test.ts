import assert from 'node:assert/strict';
import { complaintsOf } from './axe.js';
import { openPanel, THEMES, type PanelPage } from './panel-page.js';

describe('a run that is going on', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel({ width: 600, height: 300 });
  });
  afterEach(() => panel.close());

  const text = async (elapsed: number, samples: number | undefined): Promise<string> => {
    await panel.send({ type: 'running', title: 'report.mjs', elapsed, samples });
    await panel.painted();
    return (await panel.page.locator('.message').innerText()).replace(/\s+/g, ' ');
  };

  it('shows how long it takes and how many samples there are', async () => {
    assert.match(await text(0, 0), /^ ?Profiling report\.mjs 0:00 No samples yet Stop and Show Profile/);
    assert.match(await text(63_400, 1), /1:03 1 sample Stop/);
    assert.match(await text(3_723_000, 51_234), /1:02:03 51,234 samples/);
  });

  it('says when samples are not known before the end', async () => {
    assert.match(await text(1_000, undefined), /0:01 Samples are counted when it ends\./);
  });

  it('is stopped once, by pointer or keyboard', async () => {
    await text(1_000, 5);
    await panel.page.getByRole('button', { name: 'Stop and Show Profile' }).press('Enter');
    await panel.painted();
    assert.equal((await panel.sent('stop')).length, 1);
    assert.match(await text(1_250, 5), /Stopping…/);
    await panel.page.getByText('Stopping…', { exact: true }).click({ force: true });
    assert.equal((await panel.sent('stop')).length, 1);
  });

  it('gives way to the profile, or to why there is none', async () => {
    await text(1_000, 5);
    await panel.send({ type: 'fail', message: 'report.mjs ended by SIGKILL and left no profile.' });
    assert.equal(await panel.page.getByRole('alert').innerText(), 'report.mjs ended by SIGKILL and left no profile.');
  });
});

for (const theme of THEMES) {
  describe(`before a profile, in the theme ${theme}`, () => {
    it('axe finds nothing, whatever is said', async () => {
      const panel = await openPanel({ theme, width: 600, height: 300 });
      assert.deepEqual(await complaintsOf(panel), [], 'reading');
      await panel.send({ type: 'running', title: 'report.mjs', elapsed: 63_000, samples: 51_234 });
      await panel.painted();
      assert.deepEqual(await complaintsOf(panel), [], 'running');
      await panel.send({ type: 'fail', message: 'report.cpuprofile ends in the middle.' });
      await panel.painted();
      assert.deepEqual(await complaintsOf(panel), [], 'failed');
      await panel.close();
    });
  });
}
