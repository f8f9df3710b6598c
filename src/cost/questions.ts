/**
 * What is asked of a profile about findings: plain data, so that whoever has the texts can ask and whoever has the profile can answer,
 * in different processes. Lines and columns are 1-based, columns in UTF-16 units, ends exclusive, all in the texts as they are now.
 */
export interface CostQuestions {
  readonly files: readonly FileOutline[];
  readonly findings: readonly CostQuestion[];
}

/** The functions of one file; the first stands for its top level. */
export interface FileOutline {
  /** Absolute with `/`. */
  readonly path: string;
  readonly functions: readonly OutlinedFunction[];
}

export interface OutlinedFunction {
  /** What V8 calls it: its own name or that of what it is assigned to; empty where there is none. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** Where V8 says that it begins: its parameters, or its very beginning for arrows. */
  readonly atLine: number;
  /** Its body begins here: before it are name and parameters. */
  readonly bodyLine: number;
  readonly bodyColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Whether a line is outside of a function. */
export function isForeignLine(line: number, { line: first, endLine: last }: OutlinedFunction): boolean {
  return line < first || line > last;
}

/**
 * What a finding is about, which decides when it is cheap. `work`: processor time alone · `waiting`: rounds of waiting that could
 * overlap · `queries`: fewer round trips, hence less waiting and less work of libraries · `memory`: nothing that a CPU profile shows.
 */
export type CostKind = 'work' | 'waiting' | 'queries' | 'memory';

export interface CostQuestion {
  readonly path: string;
  readonly fingerprint: string;
  readonly kind: CostKind;
  readonly scope: 'loop' | 'statement';
  /** The function that the scope is part of: an index into the outline of `path`. */
  readonly function: number;
  /** Functions declared in the scope: callbacks, mostly. */
  readonly inside: readonly number[];
  /** Lines of the scope, the last included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Those of them that hold other code of the function too. */
  readonly sharedLines: readonly number[];
  /** Names that the scope's own code mentions: whatever it calls is called by one of them, unless it got there by another way. */
  readonly mentioned: readonly string[];
  /** Names that the rest of the function mentions. */
  readonly elsewhere: readonly string[];
}
