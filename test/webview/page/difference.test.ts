import assert from 'node:assert/strict';
import { compareSides } from '../../../src/profile/compare/compare-sides.js';
import { differenceToShow, frameDifferences } from '../../../src/profile/compare/frame-differences.js';
import { placesOf } from '../../../src/profile/places.js';
import { sideOf, type Stacks } from '../../profile/compare/stacked-profile.js';
import { complaintsOf } from './axe.js';
import { openPanel, type PanelPage } from './panel-page.js';

const BEFORE: Stacks = { 'main /project/app.ts:1 > render /project/view.ts:5': 60_000, 'main /project/app.ts:1 > parse /project/parse.ts:9': 40_000 };
const AFTER: Stacks = { 'main /project/app.ts:1 > render /project/view.ts:5': 30_000, 'main /project/app.ts:1 > parse /project/parse.ts:9': 40_000 };
const runs = (stacks: Stacks): readonly Stacks[] => Array.from({ length: 5 }, (_, run) => Object.fromEntries(Object.entries(stacks).map(([stack, amount]) => [stack, amount * (1 + run / 1000)])));

describe('a comparison in the panel', () => {
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPanel();
    const comparison = compareSides(sideOf(runs(BEFORE)), sideOf(runs(AFTER)), { takingTurns: true });
    const profile = differenceToShow(comparison);
    await panel.send({ type: 'show', title: 'Difference', profiles: [profile], current: 0, places: [placesOf(profile.frames, ['/project'])], differences: frameDifferences(comparison) });
    await panel.page.locator('[role=tabpanel]').waitFor();
  });
  afterEach(() => panel.close());

  it('begins with the verdict', async () => {
    assert.match(await panel.page.getByRole('note').first().innerText(), /^\s*Faster: 30\.0 % less/);
  });

  it('says what its colours stand for, and axe finds nothing', async () => {
    const legend = panel.page.getByRole('group', { name: 'Colours' });
    assert.deepEqual(await legend.locator('.legend-title').allInnerTexts(), ['Takes more', 'Takes less', 'May be chance', 'Unchanged']);
    assert.deepEqual(await complaintsOf(panel), []);
  });

  it('lists both sides of each function, the largest change first', async () => {
    await panel.view('Functions');
    const first = panel.page.locator('.grid-row[aria-rowindex="2"] [role=gridcell]');
    const cells = (await first.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.deepEqual(cells.slice(0, 3), ['60.1 ms', '30.1 ms', '−30.1 ms (−30.0 %), faster']);
    assert.ok(cells.includes('render') && cells.includes('view.ts:5'), cells.join(' | '));
  });
});
