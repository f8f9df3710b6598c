/** What the user sees and has done; it outlives the page. */
export interface PanelState {
  readonly view: ViewName;
  /** Index of the profile among those of the file. */
  readonly profile: number;
  readonly search: string;
  readonly isRegex: boolean;
}

export const VIEWS = [
  { name: 'time', title: 'Time Order', explanation: 'What ran when, from left to right' },
  { name: 'flame', title: 'Left Heavy', explanation: 'All calls along the same path together, the costliest first' },
  { name: 'sandwich', title: 'Sandwich', explanation: 'One function: who calls it, and what it calls' },
  { name: 'top-down', title: 'Top Down', explanation: 'From callers to what they call' },
  { name: 'bottom-up', title: 'Bottom Up', explanation: 'From where time was spent to its callers' },
  { name: 'functions', title: 'Functions', explanation: 'Every function with its own time and that of its callees' },
  { name: 'files', title: 'Files', explanation: 'Time by file' },
  { name: 'packages', title: 'Packages', explanation: 'Time by package' },
] as const;

export type ViewName = (typeof VIEWS)[number]['name'];

export const FIRST_STATE: PanelState = { view: 'flame', profile: 0, search: '', isRegex: false };

/** What was kept, as far as it still makes sense: whatever else is there counts as never said. */
export function restoredState(kept: unknown): PanelState {
  if (typeof kept !== 'object' || kept === null) return FIRST_STATE;
  const { view, profile, search, isRegex } = kept as Record<string, unknown>;
  return {
    view: VIEWS.find(({ name }) => name === view)?.name ?? FIRST_STATE.view,
    profile: Number.isInteger(profile) && (profile as number) >= 0 ? (profile as number) : 0,
    search: typeof search === 'string' ? search : '',
    isRegex: isRegex === true,
  };
}
