import type fc from 'fast-check';
import type { Calls } from './recorded-calls.js';

/** A generated program that has something to repair. */
export interface FixProgram {
  /** File name -> text. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that is repaired. */
  readonly main: string;
  /** How to run it, where it can be run: the function `work` that it exports, with stand-ins for what it imports. */
  readonly run?: {
    readonly modules: (calls: Calls) => Readonly<Record<string, unknown>>;
    readonly arguments: (calls: Calls) => readonly unknown[];
    /** The most calls that may be under way at once after the repair, where the program does not bound them itself. */
    readonly atOnce?: number;
    /** Results are the same whatever fails, although the repair asks for a review. */
    readonly sameWhateverFails?: boolean;
  };
}

/** Programs of the shapes that a rule repairs. A rule joins by a file here and a line in `index.ts`. */
export interface FixPrograms {
  readonly ruleId: string;
  readonly programs: fc.Arbitrary<FixProgram>;
  /** The least share of samples that has to be repaired: a generator of programs that nobody repairs shows nothing. */
  readonly repaired: number;
}
