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
  /** The user's own code. */
  readonly own: number;
  /** Node's and V8's own code. */
  readonly internal: number;
  /** Idle, garbage collector, program. */
  readonly quiet: number;
  /** What takes more after a change than before, and what takes less. */
  readonly more: number;
  readonly less: number;
  /** One for each of many packages. */
  readonly packages: readonly number[];
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
  return {
    background,
    text,
    quietText: mixed(background, foreground, contrastBorder === undefined ? 0.65 : 1),
    focus: theme.focus,
    border: contrastBorder,
    match: readable(theme.match),
    own: readable(own),
    internal: mixed(background, foreground, 0.2),
    quiet: mixed(background, foreground, 0.07),
    more: readable(charts[0] ?? foreground),
    less: readable(own),
    packages: hues.filter((_, index) => index !== 8).map(readable),
    faded: (colour) => mixed(background, colour, 0.3),
  };
}

/** The same name has the same colour in every profile. FNV-1a. */
export function hueOf(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % count;
}
