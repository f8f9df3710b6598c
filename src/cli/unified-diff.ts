import { differences, splitLines, type Change } from '../style/differences.js';

const CONTEXT = 3;

/** What `git apply` and `patch -p1` take; empty for equal texts. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, fresh] = [splitLines(before), splitLines(after)];
  const changes = differences(old, fresh);
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.to <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return `--- a/${path}\n+++ b/${path}\n${hunks.map((hunk) => hunkText(hunk, old, fresh)).join('')}`;
}

function hunkText(changes: readonly Change[], old: readonly string[], fresh: readonly string[]): string {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return '';
  const from = Math.max(0, first.from - CONTEXT);
  const to = Math.min(old.length, last.to + CONTEXT);
  const newFrom = first.newFrom - (first.from - from);
  const newTo = last.newTo + (to - last.to);
  let text = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@\n`;
  let at = from;
  const add = (sign: string, lines: readonly string[]) => {
    for (const line of lines) text += line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
  };
  for (const change of changes) {
    add(' ', old.slice(at, change.from));
    add('-', old.slice(change.from, change.to));
    add('+', fresh.slice(change.newFrom, change.newTo));
    at = change.to;
  }
  add(' ', old.slice(at, to));
  return text;
}

/** An empty range names the line before it. */
function range(from: number, to: number): string {
  return `${to === from ? from : from + 1},${to - from}`;
}
