import type { CharSet } from './char-set.js';
import { PatternError, type Edge, type Pattern } from './pattern-parser.js';

/** A step of an automaton; the numbers are steps to go on with. */
export type Step =
  | { readonly type: 'set'; readonly set: CharSet; readonly next: number }
  | { readonly type: 'edge'; readonly edge: Edge; readonly next: number }
  | { readonly type: 'fork'; readonly next: readonly number[] }
  | { readonly type: 'match' };

/** More steps are refused: repetitions are written out. */
const MOST_STEPS = 2000;

/**
 * The automaton that matches a pattern, after K. Thompson, Regular Expression Search Algorithm, 1968. Built from its end to its start.
 * @throws PatternError
 */
export function automatonOf(pattern: Pattern): { readonly steps: readonly Step[]; readonly start: number } {
  const steps: Step[] = [{ type: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new PatternError('The pattern repeats too much.');
    return steps.push(step) - 1;
  };
  const before = (part: Pattern, next: number): number => {
    switch (part.type) {
      case 'set':
      case 'edge':
        return add({ ...part, next });
      case 'sequence':
        return part.parts.reduceRight((after, each) => before(each, after), next);
      case 'choice':
        return add({ type: 'fork', next: part.parts.map((each) => before(each, next)) });
      case 'repeat':
        return repeat(part, next);
    }
  };
  const repeat = ({ part, least, most }: Extract<Pattern, { type: 'repeat' }>, next: number): number => {
    let after = next;
    if (most === Infinity) {
      const ways = [next];
      after = add({ type: 'fork', next: ways });
      ways.push(before(part, after));
    } else {
      for (let count = least; count < most; count++) after = add({ type: 'fork', next: [next, before(part, after)] });
    }
    for (let count = 0; count < least; count++) {
      const once = before(part, after);
      // What is empty once is so any number of times.
      if (once === after) break;
      after = once;
    }
    return after;
  };
  return { start: before(pattern, 0), steps };
}
