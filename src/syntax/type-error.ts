import { ts } from 'ts-morph';

/** What the checker holds against a file. */
export interface TypeError {
  /** Of its documentation: 2304 for `TS2304`. */
  readonly code: number;
  /** UTF-16 offsets into the file; 0 and 0 for what is said of the whole of it. */
  readonly start: number;
  readonly end: number;
  /** In one line, without guesses at what was meant. */
  readonly message: string;
  /** As `message`, without the types in which alone the same error may differ when other code changes. */
  readonly gist: string;
}

export function typeErrorOf({ code, start = 0, length = 0, messageText }: ts.Diagnostic): TypeError {
  // The checker guesses at names that often only: the same error may come with a guess or without.
  const message = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/ Did you mean .*\?$/, '');
  const plain = WITHOUT_GUESS.get(code) ?? code;
  return { code: plain, start, end: start + length, message, gist: ABOUT_MEMBERS.has(plain) ? message.replace(/\b([Tt]ype) '[^']*'/g, '$1') : message };
}

const WITHOUT_GUESS: ReadonlyMap<number, number> = new Map([[2551, 2339], [2552, 2304], [2568, 2339], [2570, 2304], [2724, 2305], [2820, 2322], [2833, 2503]]);

/**
 * Members that a type lacks or has no place for: which ones is what is wrong, in whatever words the types are written. Of types that do
 * not fit each other those words are all there is.
 */
const ABOUT_MEMBERS: ReadonlySet<number> = new Set([2339, 2353, 2739, 2740, 2741]);
