/** Which UTF-16 units match at one place of a pattern. */
export interface CharSet {
  /** First and last unit of each range. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
}

const unit = (char: string): number => char.charCodeAt(0);
const range = (first: string, last: string): readonly [number, number] => [unit(first), unit(last)];

export const WORD: CharSet = { negated: false, ranges: [range('a', 'z'), range('A', 'Z'), range('0', '9'), range('_', '_')] };
const DIGIT: CharSet = { negated: false, ranges: [range('0', '9')] };
const SPACE: CharSet = {
  negated: false,
  ranges: [range('\t', '\r'), range(' ', ' '), range('\u00a0', '\u00a0'), range('\u1680', '\u1680'), range('\u2000', '\u200a'), range('\u2028', '\u2029'), range('\u202f', '\u202f'), range('\u205f', '\u205f'), range('\u3000', '\u3000'), range('\ufeff', '\ufeff')],
};

/** What a dot matches. */
export const NO_LINE_END: CharSet = { negated: true, ranges: [range('\n', '\n'), range('\r', '\r'), range('\u2028', '\u2029')] };

/** By the letter behind a backslash. */
export const NAMED_SETS: ReadonlyMap<string, CharSet> = new Map([
  ['w', WORD], ['d', DIGIT], ['s', SPACE], ['W', negation(WORD)], ['D', negation(DIGIT)], ['S', negation(SPACE)],
]);

export function single(char: string): CharSet {
  return { negated: false, ranges: [range(char, char)] };
}

export function matches(set: CharSet, code: number): boolean {
  return inRanges(set, code) !== set.negated;
}

export function inRanges({ ranges }: CharSet, code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last);
}

/** All units that match one of several sets. */
export function union(sets: readonly CharSet[], negated: boolean): CharSet {
  return { ranges: sets.flatMap((set) => (set.negated ? gapsOf(set) : set.ranges)), negated };
}

function negation({ ranges, negated }: CharSet): CharSet {
  return { ranges, negated: !negated };
}

const LAST_UNIT = 0xffff;

function gapsOf({ ranges }: CharSet): readonly (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let next = 0;
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  return next <= LAST_UNIT ? [...gaps, [next, LAST_UNIT]] : gaps;
}
