import { FrameOwner } from '../../profile/places.js';
import { colourOf, contrast, luminance, mixed } from './colour.js';

/** Colours of the editor's theme that the palette is made of. */
export interface ThemeColours {
  readonly background: number;
  readonly foreground: number;
  /** Lines between things; only themes of high contrast have one. */
  readonly contrastBorder: number | undefined;
  readonly focus: number;
  readonly match: number;
  /** The theme's colours for charts, around the circle of hues: red, orange, yellow, green, blue, purple. */
  readonly charts: readonly number[];
}

/** What a box stands for, as far as its colour goes. */
export interface Palette {
  readonly background: number;
  readonly text: number;
  readonly quietText: number;
  readonly focus: number;
  readonly border: number | undefined;
  readonly match: number;
  /** What belongs to nobody in particular, and what did not change. */
  readonly internal: number;
  /** What takes more after a change than before, and what takes less. */
  readonly more: number;
  readonly less: number;
  /** Of what is in no package. */
  byOwner(owner: FrameOwner): number;
  /**
   * A colour for each package. Each takes the one that its name leads to, so that it has the same in most profiles; where that or one next
   * to it is taken, the one furthest from all others, as long as there are any.
   * @param names the one that chooses first in front
   */
  packages(names: readonly string[]): readonly number[];
  /** What the search does not look for. */
  faded(colour: number): number;
}

/** As WCAG 2.2 asks of text (AA); themes of high contrast promise more (AAA). */
const READABLE = 4.5;
const WELL_READABLE = 7;

const WHITE = colourOf(255, 255, 255);
const BLACK = colourOf(0, 0, 0);

/** Takes every hue as strongly as text stays readable on it, which is white or black for that. */
export function paletteOf(theme: ThemeColours): Palette {
  const { background, foreground, charts, contrastBorder } = theme;
  const least = contrastBorder === undefined ? READABLE : WELL_READABLE;
  const isDark = luminance(background) < 0.18;
  const text = isDark ? WHITE : BLACK;
  const readable = (colour: number): number => {
    // On a light page full colours are loud long before black text is hard to read on them.
    for (let part = isDark ? 0.8 : 0.5; part > 0.1; part -= 0.05) {
      const candidate = mixed(background, colour, part);
      if (contrast(candidate, text) >= least) return candidate;
    }
    return mixed(background, colour, 0.1);
  };
  const hues = charts.flatMap((colour, index) => [colour, mixed(colour, charts[(index + 1) % charts.length]!, 0.5)]);
  const own = charts[4] ?? foreground;
  const internal = mixed(background, foreground, 0.2);
  const quiet = mixed(background, foreground, 0.07);
  const owners: Readonly<Record<FrameOwner, number>> = {
    [FrameOwner.own]: readable(own), [FrameOwner.package]: internal, [FrameOwner.runtime]: internal, [FrameOwner.engine]: internal,
    [FrameOwner.machine]: mixed(background, foreground, 0.35), [FrameOwner.idle]: quiet, [FrameOwner.root]: quiet,
  };
  return {
    background,
    text,
    quietText: mixed(background, foreground, contrastBorder === undefined ? 0.65 : 1),
    focus: theme.focus,
    border: contrastBorder,
    match: readable(theme.match),
    internal,
    more: readable(charts[0] ?? foreground),
    less: readable(own),
    byOwner: (owner) => owners[owner],
    packages: (names) => chosenHues(names, hues.length, OWN_HUE).map((hue) => readable(hues[hue]!)),
    faded: (colour) => mixed(background, colour, 0.3),
  };
}

/** Where the colour of own code is among the hues, which stand in a circle: blue. */
const OWN_HUE = 8;
/** Hues that are nearer to each other are taken for the same. */
const APART = 2;

/** For each name one of so many hues, as `Palette.packages` says; `own` is nobody's. */
function chosenHues(names: readonly string[], count: number, own: number): readonly number[] {
  const taken = [own];
  const distance = (hue: number): number => Math.min(...taken.map((other) => Math.min(Math.abs(hue - other), count - Math.abs(hue - other))));
  const others = Array.from({ length: count }, (_, hue) => hue).filter((hue) => hue !== own);
  return names.map((name) => {
    const wanted = others[hashOf(name) % others.length]!;
    const hue = distance(wanted) >= APART ? wanted : others.reduce((best, each) => (distance(each) > distance(best) ? each : best), wanted);
    if (distance(hue) > 0) taken.push(hue);
    return hue;
  });
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
