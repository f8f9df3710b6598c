import { FrameKind, type Profile } from '../profile/profile.js';
import { differenceWords, verdictOf, type FrameDifferences } from '../profile/compare/frame-differences.js';
import { activityByTime } from '../profile/activity.js';
import { amountWithShare, measureNames, type Detail } from './details.js';
import { cssColour } from './flame/colour.js';
import { hueOf, type Palette } from './flame/palette.js';
import type { FlameLayout } from '../profile/flame-layout.js';
import { frameOf } from './flame/flame-rows.js';
import type { BoxLook } from './flame/flame-painter.js';
import { memo } from './memo.js';
import type { Activity } from './overview.js';
import type { PanelModel } from './panel-model.js';
import { searched, type SearchState } from './search-state.js';
import type { PlaceTable } from './protocol.js';
import type { Grouping } from './steps.js';
import type { FrameTexts } from '../profile/search/search.js';
import type { Theme } from './theme.js';

/** How the model is shown: colours, words and search results of the profile at hand. */
export class PanelLook {
  constructor(private readonly model: PanelModel, private readonly theme: Theme) {}

  get palette(): Palette {
    return this.theme.colours;
  }

  get font(): string {
    return `12px ${this.theme.font}`;
  }

  get search(): SearchState {
    const { profile, totals, state, places } = this.model;
    return this.searchOf(profile, totals, state.search, state.isRegex, this.textsOf(places));
  }

  /** By frame. */
  get colours(): Uint32Array {
    return this.coloursOf(this.model.original, this.model.grouping, this.palette, this.search.matches, this.model.differences);
  }

  /** The same without what the search does to them. */
  get plainColours(): Uint32Array {
    return this.plainColoursOf(this.model.original, this.model.grouping, this.palette, undefined, this.model.differences);
  }

  colourOfGroup(group: number): number {
    return groupColour(this.model.grouping, this.palette, group);
  }

  boxes(layout: FlameLayout): BoxLook {
    return this.boxesOf(layout, this.colours);
  }

  /** What is known of a function or call. */
  detail(frame: number, costs: Detail['costs']): Detail {
    const { names, differences, original } = this.model;
    if (differences !== undefined) costs = differenceWords(differences, frame, original.unit);
    return { name: names.nameOf(frame), place: names.placeOf(frame), canOpen: names.canOpen(frame), colour: cssColour(this.plainColours[frame] ?? 0), costs };
  }

  functionDetail(frame: number): Detail {
    return this.detail(frame, this.functionCosts(frame));
  }

  functionCosts(frame: number): Detail['costs'] {
    const { profile: { total, unit }, totals } = this.model;
    const names = measureNames(unit);
    return [[names.self, amountWithShare(totals.self[frame] ?? 0, total, unit)], [names.total, amountWithShare(totals.total[frame] ?? 0, total, unit)]];
  }

  /** For the overview: each package in its colour; idle is nothing. */
  get activity(): Activity {
    return this.activityOf(this.model.timed, this.model.grouping, this.palette);
  }

  /** The function that the search leads to from the selected one. */
  nextMatch(by: 1 | -1): number | undefined {
    const { functions } = this.search;
    if (functions.length === 0) return undefined;
    const at = functions.indexOf(this.model.own.selection?.frame ?? -1);
    if (at < 0) return by > 0 ? functions[0] : functions.at(-1);
    return functions[(at + by + functions.length) % functions.length];
  }

  private readonly searchOf = memo(searched);
  private readonly textsOf = memo(({ shown, strings }: PlaceTable): FrameTexts => ({ index: shown, strings }));

  private readonly coloursOf = memo(frameColours);
  private readonly plainColoursOf = memo(frameColours);

  private readonly boxesOf = memo((layout: FlameLayout, colours: Uint32Array): BoxLook => {
    const { names } = this.model;
    return {
      colourOf: (box) => colours[frameOf(layout, box)]!,
      labelOf: (box) => names.nameOf(frameOf(layout, box)),
      isQuiet: (box) => !names.isCode(frameOf(layout, box)),
    };
  });

  private readonly activityOf = memo((profile: Profile, { group, groups }: Grouping, palette: Palette): Activity => {
    const { kind } = profile.frames;
    const idle = groups.length;
    const shown = Uint32Array.from(group, (each, frame) => (kind[frame] === FrameKind.idle ? idle : each));
    return {
      colours: groups.map(({ owner }, index) => (owner === 'none' ? palette.quietText : groupColour({ groups }, palette, index))),
      at: memo((moments: number) => activityByTime(profile, shown, groups.length, moments)),
    };
  });
}

function frameColours(_profile: Profile, grouping: Grouping, palette: Palette, matches: Uint8Array | undefined, differences: FrameDifferences | undefined): Uint32Array {
  if (differences !== undefined) return differenceColours(differences, palette, matches);
  const plain = grouping.groups.map((_, group) => groupColour(grouping, palette, group));
  const faded = plain.map((colour) => palette.faded(colour));
  return Uint32Array.from(grouping.group, (group, frame) => (matches === undefined ? plain[group]! : matches[frame] === 1 ? palette.match : faded[group]!));
}

/** A change of less than this part of the run has no colour of its own. */
const LEAST_CHANGE = 0.001;

/** More is red, less is blue: strongly where it is certain, faintly where it may be chance. */
function differenceColours(differences: FrameDifferences, palette: Palette, matches: Uint8Array | undefined): Uint32Array {
  return Uint32Array.from(differences.change, (change, frame) => {
    if (matches !== undefined && matches[frame] === 1) return palette.match;
    const verdict = verdictOf(differences, frame);
    const colour = Math.abs(change) < LEAST_CHANGE ? palette.internal : change > 0 ? palette.more : palette.less;
    const isCertain = matches === undefined && (verdict === 'less' || verdict === 'more');
    return isCertain || colour === palette.internal ? colour : palette.faded(colour);
  });
}

function groupColour({ groups }: Pick<Grouping, 'groups'>, palette: Palette, group: number): number {
  const { name, owner } = groups[group]!;
  switch (owner) {
    case 'own': return palette.own;
    case 'none': return palette.quiet;
    case 'internals': return palette.internal;
    case 'packages': return palette.packages[hueOf(name, palette.packages.length)]!;
  }
}
