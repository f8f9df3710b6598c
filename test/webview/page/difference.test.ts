import assert from 'node:assert/strict';
import { compareSides } from '../../../src/profile/compare/compare-sides.js';
import { differenceToShow, frameDifferences } from '../../../src/profile/compare/frame-differences.js';
import { placesOf } from '../../../src/profile/places.js';
import { sideOf, type Stacks } from '../../profile/compare/stacked-profile.js';
import { complaintsOf } from './axe.js';
import { openPanel, THEMES, type PanelPage, type ThemeName } from './panel-page.js';

const BEFORE: Stacks = { 'main /project/app.ts:1 > render /project/view.ts:5': 60_000, 'main /project/app.ts:1 > parse /project/parse.ts:9': 40_000 };
const AFTER: Stacks = { 'main /project/app.ts:1 > render /project/view.ts:5': 30_000, 'main /project/app.ts:1 > parse /project/parse.ts:9': 40_000 };
const runs = (stacks: Stacks): readonly Stacks[] => Array.from({ length: 5 }, (_, run) => Object.fromEntries(Object.entries(stacks).map(([stack, amount]) => [stack, amount * (1 + run / 1000)])));

/** Those that look other than those of a profile. */
const TABS = ['Left Heavy', 'Sandwich', 'Top Down', 'Functions'];

async function openComparison(before: Stacks, after: Stacks, theme: ThemeName = 'dark'): Promise<PanelPage> {
  const panel = await openPanel({ theme });
  const comparison = compareSides(sideOf(runs(before)), sideOf(runs(after)), { takingTurns: true });
  const profile = differenceToShow(comparison);
  await panel.send({ type: 'show', title: 'Difference', profiles: [profile], current: 0, places: [placesOf(profile.frames, ['/project'])], differences: frameDifferences(comparison) });
  await panel.page.locator('[role=tabpanel]').waitFor();
  return panel;
}

describe('a comparison in the panel', () => {
  let panel: PanelPage;

  afterEach(() => panel.close());

  const cellsOf = async (name: string): Promise<readonly string[]> => {
    const cells = panel.page.locator('.grid-row').filter({ has: panel.page.locator(`.name[title="${name}"]`) }).getByRole('gridcell');
    return (await cells.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  };

  it('begins with the verdict', async () => {
    panel = await openComparison(BEFORE, AFTER);
    assert.match(await panel.page.getByRole('note').first().innerText(), /^\s*Faster: 30\.0 % less/);
  });

  it('says what its colours stand for', async () => {
    panel = await openComparison(BEFORE, AFTER);
    const legend = panel.page.getByRole('group', { name: 'Colours' });
    assert.deepEqual(await legend.locator('.legend-title').allInnerTexts(), ['Takes more', 'Takes less', 'May be chance', 'Unchanged']);
  });

  it('lists both sides of each function, the largest change first', async () => {
    panel = await openComparison(BEFORE, AFTER);
    await panel.view('Functions');
    const first = panel.page.locator('.grid-row[aria-rowindex="2"] [role=gridcell]');
    const cells = (await first.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.deepEqual(cells.slice(0, 3), ['60.1 ms', '30.1 ms', '−30.1 ms (−30.0 %), faster']);
    assert.ok(cells.includes('render') && cells.includes('view.ts:5'), cells.join(' | '));
  });

  it('has the figures of what the steps have left', async () => {
    const [rendered, parsed] = ['main /project/app.ts:1 > render /project/view.ts:5 > text /project/text.ts:2', 'main /project/app.ts:1 > parse /project/parse.ts:9 > text /project/text.ts:2'];
    panel = await openComparison({ [rendered]: 60_000, [parsed]: 40_000 }, { [rendered]: 20_000, [parsed]: 40_000 });
    await panel.view('Functions');
    assert.deepEqual((await cellsOf('text')).slice(0, 3), ['100 ms', '60.1 ms', '−40.1 ms (−40.0 %), faster']);
    await panel.page.locator('.grid-row').filter({ has: panel.page.locator('.name[title="render"]') }).click({ button: 'right' });
    await panel.page.getByRole('menuitem', { name: 'Hide Function and What It Calls' }).click();
    await panel.painted();
    assert.deepEqual((await cellsOf('text')).slice(0, 3), ['40.1 ms', '40.1 ms', '0 µs (0.0 %)']);
    await panel.page.getByRole('button', { name: 'Undo' }).click();
    await panel.painted();
    assert.deepEqual((await cellsOf('text')).slice(0, 3), ['100 ms', '60.1 ms', '−40.1 ms (−40.0 %), faster']);
  });

  for (const theme of THEMES) {
    it(`has nothing for axe to find in the theme ${theme}`, async () => {
      panel = await openComparison(BEFORE, AFTER, theme);
      for (const tab of TABS) {
        await panel.view(tab);
        assert.deepEqual(await complaintsOf(panel), [], tab);
      }
    });
  }
});
