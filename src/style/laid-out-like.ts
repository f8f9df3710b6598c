import type { ts } from 'ts-morph';
import { tokensOf, type Token } from '../syntax/tokens.js';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a formatter adds and takes away. */
const OPTIONAL = new Set([';', ',', '|', '&', '(', ')']);

/**
 * A text of which only some ranges are laid out anew: as in `model`, the same program from a formatter. Outside of them every
 * character stays. `undefined` when the two cannot be laid side by side.
 */
export function laidOutLike(model: ts.SourceFile, file: ts.SourceFile, ranges: readonly Range[]): string | undefined {
  const words = wordsOf(file);
  const modelWords = wordsOf(model);
  const counterparts = pairs(words.map((each) => key(file, each)), modelWords.map((each) => key(model, each)));
  if (!counterparts) return undefined;
  const matched = new Set(counterparts);
  let result = '';
  let at = 0;
  for (const { start, end } of ranges) {
    const changed = words.flatMap((word, index) => (word.start >= start && word.end <= end ? [index] : []));
    const inside = withNeighbours(file.text, words, withClosers(file.text, words, changed), { start, end });
    const [first, last] = [inside[0], inside.at(-1)];
    const wanted = inside.flatMap((index) => counterparts[index] ?? []);
    const [from, to] = [first === undefined ? undefined : words[first], last === undefined ? undefined : words[last]];
    const [modelFrom, modelTo] = [wanted[0], wanted.at(-1)];
    if (!from || !to || modelFrom === undefined || modelTo === undefined) continue;
    if (last !== undefined && staysOnItsLine(file, words, last) && !staysOnItsLine(model, modelWords, modelTo, counterparts[last + 1])) continue;
    const text = stretch(model, modelWords, modelFrom, modelTo, matched, (white) => moved(white, indentAt(model.text, modelWords[modelFrom]?.start ?? 0), indentAt(file.text, from.start)));
    result += file.text.slice(at, from.start) + text;
    at = to.end;
  }
  return result + file.text.slice(at);
}

/** Whether another word follows on the line, which a list that is broken around it would put on the next. */
function staysOnItsLine(file: ts.SourceFile, words: readonly Token[], at: number, next: number | undefined = at + 1): boolean {
  const follows = words[next];
  return follows === undefined || !file.text.slice(words[at]?.end, follows.start).includes('\n');
}

/** Of `a)` that became `f(a))` either bracket may be the new one: those that close what was opened are laid out with it. */
function withClosers(text: string, words: readonly Token[], inside: readonly number[]): readonly number[] {
  const word = (index: number): string => text.slice(words[index]?.start, words[index]?.end);
  const among = (brackets: string): number => inside.filter((index) => brackets.includes(word(index))).length;
  const last = inside.at(-1);
  if (last === undefined) return inside;
  const closers: number[] = [];
  for (let open = among('([{') - among(')]}'), next = last + 1; open > 0 && /^[)\]}]$/.test(word(next)) && words[next]?.start === words[next - 1]?.end; open--, next++) closers.push(next);
  return [...inside, ...closers];
}

/** White space that was inserted up to the word beside it is laid out too. */
function withNeighbours(text: string, words: readonly Token[], inside: readonly number[], { start, end }: Range): readonly number[] {
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return inside;
  const isWhite = (from: number | undefined, to: number | undefined): boolean => /^\s+$/.test(text.slice(from, to));
  const [previous, next] = [words[first - 1], words[last + 1]];
  const before = previous?.end === start && !/["'`]/.test(text[previous.start] ?? '') && isWhite(previous.end, words[first]?.start) ? [first - 1] : [];
  const after = next?.start === end && !/["'`]/.test(text[next.start] ?? '') && isWhite(words[last]?.end, next.start) ? [last + 1] : [];
  return [...before, ...inside, ...after];
}

/** Words without comments and without white space that the parser calls text. */
function wordsOf(file: ts.SourceFile): readonly Token[] {
  return tokensOf(file).filter(({ start, end, comment }) => !comment && file.text.slice(start, end).trim() !== '');
}

/** What two spellings of one word have in common. */
function key(file: ts.SourceFile, { start, end }: Token): string {
  const text = file.text.slice(start, end);
  return /^["'].*["']$/s.test(text) ? text.slice(1, -1).replace(/\\(["'])/g, '$1') : text.replace(/\s+/g, ' ').trim();
}

/** For each word its counterpart in the model; `undefined` where it has none. */
function pairs(words: readonly string[], model: readonly string[]): readonly (number | undefined)[] | undefined {
  const found: (number | undefined)[] = [];
  let at = 0;
  for (let index = 0; index < words.length; ) {
    const [word, other] = [words[index] ?? '', model[at]];
    const separator = (each: string | undefined): boolean => each === ';' || each === ',';
    if (word === other) {
      found[index++] = at++;
    } else if (separator(other)) at++;
    else if (separator(word)) found[index++] = undefined;
    else if (other !== undefined && OPTIONAL.has(other)) at++;
    else if (OPTIONAL.has(word)) found[index++] = undefined;
    else return undefined;
  }
  return model.slice(at).every((each) => OPTIONAL.has(each)) ? found : undefined;
}

/** The model's words from one to another, with what the formatter put around them on their lines. */
function stretch(model: ts.SourceFile, words: readonly Token[], from: number, to: number, matched: ReadonlySet<number | undefined>, move: (white: string) => string): string {
  const { text } = model;
  const onOneLine = (a: number, b: number): boolean => !text.slice(words[a]?.end, words[b]?.start).includes('\n');
  const word = (at: number): string => text.slice(words[at]?.start, words[at]?.end);
  let [first, last] = [from, to];
  while (first > 0 && !matched.has(first - 1) && /^[;(]$/.test(word(first - 1)) && onOneLine(first - 1, first)) first--;
  while (last + 1 < words.length && !matched.has(last + 1) && /^[;,)]$/.test(word(last + 1)) && onOneLine(last, last + 1)) last++;
  let result = '';
  for (let at = first; at <= last; at++) {
    if (at > first) result += move(text.slice(words[at - 1]?.end, words[at]?.start));
    result += word(at);
  }
  return result;
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';
}

function moved(white: string, from: string, to: string): string {
  return white.replace(/\n([ \t]*)/g, (whole, indent: string) => (indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : whole));
}
