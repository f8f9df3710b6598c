import { amountText, countText, shareText } from '../profile/amount.js';
import type { Profile } from '../profile/profile.js';
import { PatternError } from '../profile/search/pattern-parser.js';
import { search, type Query } from '../profile/search/search.js';
import type { Totals } from '../profile/totals.js';
import { groupTexts } from './frame-groups.js';
import type { PlaceTable } from './protocol.js';

/** What the search found. */
export interface SearchState {
  /** By frame: 1 where it is found; absent while nothing is searched. */
  readonly matches: Uint8Array | undefined;
  /** Functions found that cost anything, the costliest first. */
  readonly functions: readonly number[];
  /** How many. */
  readonly words: string;
  /** What they cost; empty where there are none. */
  readonly cost: string;
  /** Why nothing can be searched, such as a pattern that is none. */
  readonly problem: string | undefined;
}

const NO_SEARCH: SearchState = { matches: undefined, functions: [], words: '', cost: '', problem: undefined };

/** Looks for functions by name and file; `package:` and a name looks for what is in packages. */
export function searched(profile: Profile, totals: Totals, text: string, regex: boolean, places: PlaceTable): SearchState {
  if (text === '') return NO_SEARCH;
  const query: Query = { text, regex, matchCase: false };
  try {
    const { marked, totals: cost } = search(profile, query, [isOfPackage(query) ? groupTexts(places) : { index: places.shown, strings: places.strings }]);
    const functions: number[] = [];
    for (let frame = 0; frame < marked.length; frame++) if (marked[frame] === 1 && totals.total[frame]! > 0) functions.push(frame);
    functions.sort((a, b) => totals.total[b]! - totals.total[a]! || a - b);
    if (functions.length === 0) return { ...NO_SEARCH, matches: marked, words: 'No matches' };
    return { matches: marked, functions, words: countText(functions.length), cost: `${amountText(cost.total, profile.unit)} (${shareText(cost.total, profile.total)})`, problem: undefined };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { ...NO_SEARCH, words: 'Not a pattern', problem: error.message };
  }
}

/** Without this, every word of a title such as "Own code" would find all of it. */
function isOfPackage({ text, regex }: Query): boolean {
  return !regex && /^package:/i.test(text);
}
