import type { Profiler } from 'node:inspector';
import type { ReachedFile } from '../../profile/profile.js';

/**
 * Offsets as lines and columns.
 * @param text of the script, in which V8 counts UTF-16 units
 */
export function reachedFunctions(text: string, functions: readonly Profiler.FunctionCoverage[]): ReachedFile['functions'] {
  const starts = lineStarts(text);
  return functions.flatMap(({ functionName, ranges: [range] }) => {
    if (range === undefined) return [];
    const start = place(starts, range.startOffset);
    const end = place(starts, range.endOffset);
    return [{ name: functionName, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, calls: range.count }];
  });
}

/** V8 ends lines as ECMAScript does. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + lineEnd.length);
  return starts;
}

/** 1-based. */
function place(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
