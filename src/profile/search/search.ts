import type { FrameTable, Profile } from '../profile.js';
import { totalsOfMarked, type MarkedTotals } from '../totals.js';
import { LinearPattern } from './linear-pattern.js';

/** What somebody looks for. */
export interface Query {
  readonly text: string;
  /** `text` is a regular expression, else it is looked for as it stands. */
  readonly regex: boolean;
  readonly matchCase: boolean;
}

/** Texts by frame that are looked at beside names and URLs, such as paths as they are shown. */
export interface FrameTexts {
  /** Indices into `strings`. */
  readonly index: Uint32Array;
  readonly strings: readonly string[];
}

export interface Found {
  /** 1 for each frame that matches. */
  readonly marked: Uint8Array;
  readonly totals: MarkedTotals;
}

/** Of longer names and URLs only so much is looked at. */
const LONGEST_TEXT = 1000;

/**
 * Functions whose name, URL or other text matches, and what they cost. Nothing matches an empty query.
 * @throws PatternError when the regular expression is wrong or of a kind that is not supported
 */
export function search(profile: Profile, query: Query, others: readonly FrameTexts[] = []): Found {
  const marked = matchingFrames(profile.frames, query, others);
  return { marked, totals: totalsOfMarked(profile.nodes, marked) };
}

/** As `search`, without what it costs. */
export function matchingFrames(frames: FrameTable, query: Query, others: readonly FrameTexts[] = []): Uint8Array {
  const marked = new Uint8Array(frames.count);
  if (query.text === '') return marked;
  const test = testOf(query);
  for (const { index, strings } of [{ index: frames.name, strings: frames.strings }, { index: frames.url, strings: frames.strings }, ...others]) {
    markMatches(index, strings, test, marked);
  }
  return marked;
}

function markMatches(index: Uint32Array, strings: readonly string[], test: (text: string) => boolean, marked: Uint8Array): void {
  const UNKNOWN = 2;
  const results = new Uint8Array(strings.length).fill(UNKNOWN);
  for (let frame = 0; frame < marked.length; frame++) {
    const string = index[frame];
    if (string === undefined || marked[frame] === 1) continue;
    if (results[string] === UNKNOWN) results[string] = Number(test((strings[string] ?? '').slice(0, LONGEST_TEXT)));
    if (results[string] === 1) marked[frame] = 1;
  }
}

function testOf({ text, regex, matchCase }: Query): (text: string) => boolean {
  if (regex) {
    const pattern = new LinearPattern(text, matchCase);
    return (each) => pattern.test(each);
  }
  if (matchCase) return (each) => each.includes(text);
  const lower = text.toLowerCase();
  return (each) => each.toLowerCase().includes(lower);
}
