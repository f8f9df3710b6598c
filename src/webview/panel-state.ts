import type { GridSort } from './grid/grid-rows.js';
import { isIndex, isIndices, isRecord, isSpan } from './kept-values.js';
import type { TimeRange } from './overview.js';
import { restoredStep, type Step } from './steps.js';

/** What the user sees and has done; it outlives the page. */
export interface PanelState {
  readonly view: ViewName;
  /** Index of the profile among those of the file. */
  readonly profile: number;
  readonly search: string;
  readonly isRegex: boolean;
  readonly isInverted: boolean;
  readonly sort: GridSort;
  readonly hasLegend: boolean;
  /** Until the user puts the notes on the profile away. */
  readonly hasNotes: boolean;
  /** By index of the profile. */
  readonly profiles: Readonly<Record<number, ProfileState>>;
}

/** What is of one profile alone. */
export interface ProfileState {
  readonly steps: readonly Step[];
  readonly range?: TimeRange;
  readonly selection?: Selection;
  /** What is seen of each flame graph, by its name. */
  readonly zoom: Readonly<Record<string, { readonly from: number; readonly to: number; readonly top: number }>>;
}

/** A function, or one call of it: the frames from the outermost caller to it. */
export interface Selection {
  readonly frame: number;
  readonly path?: readonly number[];
}

export const VIEWS = [
  { name: 'time', title: 'Time Order', explanation: 'What ran when, from left to right' },
  { name: 'flame', title: 'Left Heavy', explanation: 'All calls along the same path together, the costliest first' },
  { name: 'sandwich', title: 'Sandwich', explanation: 'One function: who calls it, and what it calls' },
  { name: 'top-down', title: 'Top Down', explanation: 'From callers to what they call' },
  { name: 'bottom-up', title: 'Bottom Up', explanation: 'From where time was spent to its callers' },
  { name: 'functions', title: 'Functions', explanation: 'Every function, by its own time and that of its callees' },
  { name: 'files', title: 'Files', explanation: 'Every file, by the time of its functions' },
  { name: 'packages', title: 'Packages', explanation: 'Every package, by the time of its functions' },
] as const;

export type ViewName = (typeof VIEWS)[number]['name'];

export const FIRST_STATE: PanelState = {
  view: 'flame', profile: 0, search: '', isRegex: false, isInverted: false, sort: { column: 'self', descending: true }, hasLegend: true, hasNotes: true, profiles: {},
};

export const FIRST_PROFILE_STATE: ProfileState = { steps: [], zoom: {} };

/** What was kept, as far as it still makes sense: whatever else is there counts as never said. */
export function restoredState(kept: unknown): PanelState {
  if (!isRecord(kept)) return FIRST_STATE;
  const { view, profile, search, isRegex, isInverted, sort, hasLegend, hasNotes, profiles } = kept;
  return {
    view: VIEWS.find(({ name }) => name === view)?.name ?? FIRST_STATE.view,
    profile: isIndex(profile) ? profile : 0,
    search: typeof search === 'string' ? search : '',
    isRegex: isRegex === true,
    isInverted: isInverted === true,
    sort: isRecord(sort) && typeof sort['column'] === 'string' ? { column: sort['column'], descending: sort['descending'] !== false } : FIRST_STATE.sort,
    hasLegend: hasLegend !== false,
    hasNotes: hasNotes !== false,
    profiles: isRecord(profiles) ? Object.fromEntries(Object.entries(profiles).map(([index, each]) => [Number(index), restoredProfileState(each)])) : {},
  };
}

function restoredProfileState(kept: unknown): ProfileState {
  if (!isRecord(kept)) return FIRST_PROFILE_STATE;
  const { steps, range, selection, zoom } = kept;
  return {
    steps: Array.isArray(steps) ? steps.map(restoredStep).filter((each) => each !== undefined) : [],
    ...(isSpan(range) && { range: { from: range.from, to: range.to } }),
    ...(isRecord(selection) && isIndex(selection['frame']) && { selection: { frame: selection['frame'], ...(isIndices(selection['path']) && { path: selection['path'] }) } }),
    zoom: isRecord(zoom) ? Object.fromEntries(Object.entries(zoom).flatMap(([name, each]) => (isSpan(each) && typeof each['top'] === 'number' ? [[name, { from: each.from, to: each.to, top: each['top'] }]] : []))) : {},
  };
}
