import { NAMED_SETS, NO_LINE_END, single, union, type CharSet } from './char-set.js';

/** A pattern is wrong, or asks for what cannot be matched in linear time. The message is one sentence for people. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** A regular expression as a tree. */
export type Pattern =
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'edge'; readonly edge: Edge }
  | { readonly type: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly type: 'choice'; readonly parts: readonly Pattern[] }
  /** `most` is Infinity where there is no bound. */
  | { readonly type: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number };

/** A place between characters: start, end, the border of a word or none. */
export type Edge = '^' | '$' | 'b' | 'B';

/** Longer patterns are refused. */
export const LONGEST_PATTERN = 500;

/** Parentheses within each other. */
const DEEPEST = 50;

/**
 * JavaScript's syntax without look-around and back references, which no automaton can match.
 * @throws PatternError
 */
export function parsePattern(source: string): Pattern {
  if (source.length > LONGEST_PATTERN) throw new PatternError(`The pattern is longer than ${String(LONGEST_PATTERN)} characters.`);
  return new PatternParser(source).parse();
}

const ESCAPES: ReadonlyMap<string, string> = new Map([['n', '\n'], ['r', '\r'], ['t', '\t'], ['f', '\f'], ['v', '\v'], ['0', '\0']]);

class PatternParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly source: string) {}

  parse(): Pattern {
    const pattern = this.choice();
    if (this.at < this.source.length) throw new PatternError('The pattern closes a parenthesis that is not open.');
    return pattern;
  }

  private choice(): Pattern {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return parts.length === 1 ? (parts[0] as Pattern) : { type: 'choice', parts };
  }

  private sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] as string)) parts.push(this.repeated(this.atom()));
    return { type: 'sequence', parts };
  }

  private repeated(part: Pattern): Pattern {
    const bounds = this.bounds();
    if (bounds === undefined) return part;
    if (part.type === 'edge') throw new PatternError('The pattern repeats what has no length.');
    // Lazy or not, the same texts match.
    this.take('?');
    if (this.bounds() !== undefined) throw new PatternError('The pattern has nothing to repeat.');
    return { type: 'repeat', part, ...bounds };
  }

  private bounds(): { readonly least: number; readonly most: number } | undefined {
    if (this.take('*')) return { least: 0, most: Infinity };
    if (this.take('+')) return { least: 1, most: Infinity };
    if (this.take('?')) return { least: 0, most: 1 };
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(this.source.slice(this.at));
    if (counted === null) return undefined;
    this.at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] === '' ? least : counted[3] === '' ? Infinity : Number(counted[3]);
    if (most < least) throw new PatternError('The pattern has a range of repetitions that ends before it begins.');
    return { least, most };
  }

  private atom(): Pattern {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return { type: 'set', set: this.characterClass() };
      case '.':
        return { type: 'set', set: NO_LINE_END };
      case '^':
      case '$':
        return { type: 'edge', edge: char };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError('The pattern has nothing to repeat.');
      default:
        return { type: 'set', set: single(char) };
    }
  }

  private group(): Pattern {
    const special = /^\?(?::|<[A-Za-z_$][\w$]*>)?/.exec(this.source.slice(this.at));
    if (special?.[0] === '?') throw new PatternError('Patterns that look ahead or behind are not supported.');
    this.at += special?.[0].length ?? 0;
    if (++this.depth > DEEPEST) throw new PatternError('The pattern has too many parentheses within each other.');
    const pattern = this.choice();
    this.depth--;
    if (!this.take(')')) throw new PatternError('The pattern opens a parenthesis that is not closed.');
    return pattern;
  }

  private escape(): Pattern {
    const char = this.next();
    if (char === 'b' || char === 'B') return { type: 'edge', edge: char };
    if (/[1-9k]/.test(char)) throw new PatternError('Patterns that refer back to a group are not supported.');
    return { type: 'set', set: NAMED_SETS.get(char) ?? single(this.escaped(char)) };
  }

  /** The character that stands for itself behind a backslash, or by its code. */
  private escaped(char: string): string {
    const digits = { x: /^[\dA-Fa-f]{2}/, u: /^[\dA-Fa-f]{4}/ }[char]?.exec(this.source.slice(this.at))?.[0];
    if (digits === undefined) return ESCAPES.get(char) ?? char;
    this.at += digits.length;
    return String.fromCharCode(parseInt(digits, 16));
  }

  private characterClass(): CharSet {
    const negated = this.take('^');
    const sets: CharSet[] = [];
    while (!this.take(']')) {
      const first = this.classMember();
      const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']' && this.at + 1 < this.source.length;
      if (!isRange) {
        sets.push(typeof first === 'string' ? single(first) : first);
        continue;
      }
      this.at++;
      const last = this.classMember();
      if (typeof first !== 'string' || typeof last !== 'string' || last < first) throw new PatternError('The pattern has a range of characters that ends before it begins.');
      sets.push({ negated: false, ranges: [[first.charCodeAt(0), last.charCodeAt(0)]] });
    }
    return union(sets, negated);
  }

  private classMember(): CharSet | string {
    if (this.at >= this.source.length) throw new PatternError('The pattern opens a bracket that is not closed.');
    const char = this.next();
    if (char !== '\\') return char;
    const escaped = this.next();
    return NAMED_SETS.get(escaped) ?? (escaped === 'b' ? '\b' : this.escaped(escaped));
  }

  private next(): string {
    const char = this.source[this.at++];
    if (char === undefined) throw new PatternError('The pattern ends with a backslash.');
    return char;
  }

  private take(char: string): boolean {
    if (this.source[this.at] !== char) return false;
    this.at++;
    return true;
  }
}
