import type { Profile } from '../profile/profile.js';
import { differenceWords, verdictOf, type FrameDifferences } from '../profile/compare/frame-differences.js';
import { activityByTime } from '../profile/activity.js';
import { amountWithShare, measureNames, type Detail } from './details.js';
import { cssColour } from './flame/colour.js';
import type { Palette } from './flame/palette.js';
import { groupColours } from './frame-groups.js';
import type { FlameLayout } from '../profile/flame-layout.js';
import { frameOf } from './flame/flame-rows.js';
import type { BoxLook } from './flame/flame-painter.js';
import { memo } from './memo.js';
import type { Activity } from './overview.js';
import type { PanelModel } from './panel-model.js';
import { searched, type SearchState } from './search-state.js';
import { FrameOwner } from '../profile/places.js';
import type { PlaceTable } from './protocol.js';
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
    return this.searchOf(profile, totals, state.search, state.isRegex, places);
  }

  /** By frame. */
  get colours(): Uint32Array {
    return this.coloursOf(this.model.places, this.groupColours, this.palette, this.search.matches, this.model.differences);
  }

  /** The same without what the search does to them. */
  get plainColours(): Uint32Array {
    return this.plainColoursOf(this.model.places, this.groupColours, this.palette, undefined, this.model.differences);
  }

  /** By index of the group. */
  get groupColours(): Uint32Array {
    return this.groupColoursOf(this.model.places.groups, this.model.weights.total, this.palette);
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
    return this.activityOf(this.model.timed, this.model.places, this.groupColours);
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

  private readonly groupColoursOf = memo(groupColours);
  private readonly coloursOf = memo(frameColours);
  private readonly plainColoursOf = memo(frameColours);

  private readonly boxesOf = memo((layout: FlameLayout, colours: Uint32Array): BoxLook => {
    const { names } = this.model;
    return {
      colourOf: (box) => colours[frameOf(layout, box)]!,
      labelOf: (box) => names.nameOf(frameOf(layout, box)),
      isQuiet: (box) => names.isIdle(frameOf(layout, box)),
    };
  });

  private readonly activityOf = memo((profile: Profile, { group, groups }: PlaceTable, colours: Uint32Array): Activity => {
    const nothing = groups.length;
    const shown = group.map((each) => (groups[each]!.owner === FrameOwner.idle ? nothing : each));
    return { colours: [...colours], at: memo((moments: number) => activityByTime(profile, shown, groups.length, moments)) };
  });
}

function frameColours({ group }: PlaceTable, colours: Uint32Array, palette: Palette, matches: Uint8Array | undefined, differences: FrameDifferences | undefined): Uint32Array {
  if (differences !== undefined) return differenceColours(differences, palette, matches);
  const faded = colours.map((colour) => palette.faded(colour));
  return group.map((each, frame) => (matches === undefined ? colours[each]! : matches[frame] === 1 ? palette.match : faded[each]!));
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
