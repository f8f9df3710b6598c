import { automatonOf, type Step } from './automaton.js';
import { inRanges, matches, WORD } from './char-set.js';
import { parsePattern } from './pattern-parser.js';

/** Where a text has ended, as the code of a character. */
const TEXT_END = -1;

/** All states are forgotten when there are more. */
const MOST_STATES = 1000;

/** What a text has been up to a place: the steps that wait for the next character, and the character before. */
interface State {
  readonly steps: readonly number[];
  readonly atStart: boolean;
  readonly afterWord: boolean;
  /** By the code of the next character; a match that is found ends the search. */
  readonly next: Map<number, State | 'match'>;
}

/**
 * A regular expression that takes time in proportion to the text, whatever it says: one that backtracks, as JavaScript's own do, can
 * take hours for a text of thirty characters. States of the automaton are made when a text leads to them.
 */
export class LinearPattern {
  private readonly steps: readonly Step[];
  private readonly start: number;
  private readonly states = new Map<string, State>();

  /** @throws PatternError */
  constructor(source: string, private readonly matchCase: boolean) {
    const automaton = automatonOf(parsePattern(source));
    this.steps = automaton.steps;
    this.start = automaton.start;
  }

  /** Whether some part of the text matches. */
  test(text: string): boolean {
    let state = this.state([], true, false);
    for (let at = 0; at <= text.length; at++) {
      const char = at === text.length ? TEXT_END : text.charCodeAt(at);
      let next = state.next.get(char);
      if (next === undefined) {
        next = this.after(state, char);
        state.next.set(char, next);
      }
      if (next === 'match') return true;
      state = next;
    }
    return false;
  }

  private state(steps: readonly number[], atStart: boolean, afterWord: boolean): State {
    const key = `${String(atStart)} ${String(afterWord)} ${steps.join()}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= MOST_STATES) this.states.clear();
    const state: State = { steps, atStart, afterWord, next: new Map() };
    this.states.set(key, state);
    return state;
  }

  /** Steps that take no character come first: which of them hold depends on the characters on both sides. */
  private after(state: State, char: number): State | 'match' {
    const beforeWord = char !== TEXT_END && matches(WORD, char);
    const holds = { '^': state.atStart, $: char === TEXT_END, b: state.afterWord !== beforeWord, B: state.afterWord === beforeWord };
    const seen = new Set<number>();
    const taken = new Set<number>();
    // A match may begin at every place.
    const open = [...state.steps, this.start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue;
      seen.add(index);
      const step = this.steps[index] as Step;
      if (step.type === 'match') return 'match';
      if (step.type === 'fork') open.push(...step.next);
      else if (step.type === 'edge') {
        if (holds[step.edge]) open.push(step.next);
      } else if (char !== TEXT_END && this.takes(step, char)) taken.add(step.next);
    }
    return this.state([...taken].sort((a, b) => a - b), false, beforeWord);
  }

  private takes({ set }: Extract<Step, { type: 'set' }>, code: number): boolean {
    if (this.matchCase) return matches(set, code);
    const char = String.fromCharCode(code);
    const cases = [char, char.toLowerCase(), char.toUpperCase()].filter((each) => each.length === 1);
    return cases.some((each) => inRanges(set, each.charCodeAt(0))) !== set.negated;
  }
}
