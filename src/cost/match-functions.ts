import { functionName } from './function-name.js';
import type { OutlinedFunction } from './questions.js';

/** A function as something that was recorded has it: 1-based, 0 where it is not known. */
export interface RecordedFunction {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** Which function of the present text a recorded one is. */
export interface FunctionMatch {
  /** Index into the outline. */
  readonly function: number;
  /** To be added to recorded lines. */
  readonly shift: number;
}

/**
 * Finds recorded functions in the text as it is now: at their place and under their name; else by their name, where it tells which one
 * is meant, so that lines above may have come and gone; those without a name by how far the function before them has moved.
 * @returns for each recorded function its match, `undefined` where the text does not say
 */
export function matchFunctions(recorded: readonly RecordedFunction[], outline: readonly OutlinedFunction[]): readonly (FunctionMatch | undefined)[] {
  const matches = recorded.map((each) => atItsPlace(each, outline));
  const taken = new Set(matches.flatMap((match) => match?.function ?? []));
  for (const [name, group] of byName(recorded, (_, index) => matches[index] === undefined)) {
    const free = outline.flatMap((each, index) => (functionName(each.name) === name && !taken.has(index) ? [index] : []));
    pair(group, free, recorded, outline, matches);
  }
  return withNameless(recorded, outline, matches);
}

function atItsPlace(recorded: RecordedFunction, outline: readonly OutlinedFunction[]): FunctionMatch | undefined {
  const name = functionName(recorded.name);
  if (name === '') return undefined;
  const index = headAt(outline, recorded.line, recorded.column);
  const found = index === undefined ? undefined : outline[index];
  if (index === undefined || !found) return undefined;
  // V8 finds names where the text has none: `default`, or that of a class whose field it is.
  const fits = functionName(found.name) === name || (found.name === '' && !outline.some((each) => functionName(each.name) === name));
  return fits ? { function: index, shift: 0 } : undefined;
}

/** The innermost function whose name or parameters are there; the whole line counts where the column is not known. */
function headAt(outline: readonly OutlinedFunction[], line: number, column: number): number | undefined {
  let found: number | undefined;
  outline.forEach((each, index) => {
    if (index === 0) return;
    const begins = each.line < line || (each.line === line && (column === 0 || each.column <= column));
    const ends = each.bodyLine > line || (each.bodyLine === line && (column === 0 || each.bodyColumn > column));
    if (begins && ends) found = index;
  });
  return found;
}

function byName(recorded: readonly RecordedFunction[], wanted: (each: RecordedFunction, index: number) => boolean): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  recorded.forEach((each, index) => {
    const name = functionName(each.name);
    if (name !== '' && wanted(each, index)) groups.set(name, [...(groups.get(name) ?? []), index]);
  });
  return groups;
}

/** As many recorded places as functions of that name: in their order they are each other. */
function pair(group: readonly number[], free: readonly number[], recorded: readonly RecordedFunction[], outline: readonly OutlinedFunction[], matches: (FunctionMatch | undefined)[]): void {
  const placeOf = (index: number): string => `${recorded[index]?.line}:${recorded[index]?.column}`;
  const sorted = [...group].sort((a, b) => (recorded[a]?.line ?? 0) - (recorded[b]?.line ?? 0) || (recorded[a]?.column ?? 0) - (recorded[b]?.column ?? 0));
  const places = [...new Set(sorted.map(placeOf))];
  if (places.length !== free.length) return;
  for (const index of sorted) {
    const found = free[places.indexOf(placeOf(index))];
    const line = recorded[index]?.line ?? 0;
    if (found !== undefined) matches[index] = { function: found, shift: line === 0 ? 0 : (outline[found]?.atLine ?? line) - line };
  }
}

function withNameless(recorded: readonly RecordedFunction[], outline: readonly OutlinedFunction[], matches: readonly (FunctionMatch | undefined)[]): readonly (FunctionMatch | undefined)[] {
  const anchors = recorded.flatMap(({ line }, index) => {
    const match = matches[index];
    return match ? [{ line, shift: match.shift }] : [];
  }).sort((a, b) => a.line - b.line);
  return recorded.map((each, index) => {
    if (functionName(each.name) !== '') return matches[index];
    if (each.line === 1 && each.column === 1) return { function: 0, shift: 0 };
    const shift = anchors.findLast(({ line }) => line <= each.line)?.shift ?? 0;
    const found = headAt(outline, each.line + shift, each.column);
    return found === undefined ? undefined : { function: found, shift };
  });
}
