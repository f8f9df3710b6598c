import assert from 'node:assert/strict';
import fc from 'fast-check';
import { colourOf, contrast } from '../../src/webview/flame/colour.js';
import { paletteOf, type Palette } from '../../src/webview/flame/palette.js';

const CHARTS = [[241, 76, 76], [209, 134, 22], [204, 167, 0], [137, 209, 133], [55, 148, 255], [177, 128, 215]].map(([red = 0, green = 0, blue = 0]) => colourOf(red, green, blue));
const BLACK = colourOf(0, 0, 0);
const WHITE = colourOf(255, 255, 255);
const DARK = { background: colourOf(31, 31, 31), foreground: colourOf(204, 204, 204), contrastBorder: undefined, focus: CHARTS[4]!, match: CHARTS[2]!, charts: CHARTS };
const THEMES = [DARK, { ...DARK, background: WHITE, foreground: colourOf(59, 59, 59) }, { ...DARK, background: BLACK, foreground: WHITE, contrastBorder: colourOf(111, 195, 223) }];

const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 30 });

describe('colours of packages', () => {
  const property = (holds: (palette: Palette, packages: readonly string[]) => void): void => {
    fc.assert(fc.property(fc.constantFrom(...THEMES), names, (theme, packages) => holds(paletteOf(theme), packages)));
  };

  it('differ as long as there are any', () => property((palette, packages) => {
    const some = palette.packages(packages).slice(0, 11);
    assert.equal(new Set(some).size, some.length);
  }));

  it('let the costliest have the same one beside whatever else there is', () => property((palette, packages) => {
    assert.equal(palette.packages(packages)[0], palette.packages(packages.slice(0, 1))[0]);
  }));

  it('can be read on', () => property((palette, packages) => {
    for (const colour of palette.packages(packages)) assert.ok(contrast(colour, palette.text) >= 4.5);
  }));
});
