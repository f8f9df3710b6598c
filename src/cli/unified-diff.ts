const CONTEXT = 3;

interface Change {
  /** Lines `from` up to `to` of the old text, 0-based, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** The same of the new text. */
  readonly newFrom: number;
  readonly newTo: number;
}

/** What `git apply` and `patch -p1` take; empty for equal texts. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, fresh] = [splitLines(before), splitLines(after)];
  const changes = diffLines(old, fresh);
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.to <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return `--- a/${path}\n+++ b/${path}\n${hunks.map((hunk) => hunkText(hunk, old, fresh)).join('')}`;
}

/** With their line breaks. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
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

/** Shortest way from one list to the other (Myers), after what both begin and end with. */
function diffLines(old: readonly string[], fresh: readonly string[]): readonly Change[] {
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  const a = old.slice(head, old.length - tail);
  const b = fresh.slice(head, fresh.length - tail);
  const changes: Change[] = [];
  for (const [x, y] of edits(a, b)) {
    const last = changes.at(-1);
    const step = { from: head + x, to: head + x + (y < 0 ? 1 : 0), newFrom: head + (y < 0 ? -y - 1 : y), newTo: head + (y < 0 ? -y - 1 : y + 1) };
    if (last !== undefined && last.to === step.from && last.newTo === step.newFrom) changes[changes.length - 1] = { ...last, to: step.to, newTo: step.newTo };
    else changes.push(step);
  }
  return changes;
}

/** Single steps in order: `[x, y]` inserts line `y` of `b` before line `x` of `a`; with `y` below zero it deletes line `x`, at `-y - 1` of `b`. */
function edits(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  const reach = (of: ReadonlyMap<number, number>, diagonal: number) => of.get(diagonal) ?? -1;
  for (let depth = 0; depth <= a.length + b.length; depth++) {
    trace.push(new Map(furthest));
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      const down = diagonal === -depth || (diagonal !== depth && reach(furthest, diagonal - 1) < reach(furthest, diagonal + 1));
      let x = down ? reach(furthest, diagonal + 1) : reach(furthest, diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return backtrack(trace, a.length, b.length, reach);
    }
  }
  return [];
}

function backtrack(trace: readonly Map<number, number>[], lengthA: number, lengthB: number, reach: (of: ReadonlyMap<number, number>, diagonal: number) => number): readonly (readonly [number, number])[] {
  const steps: (readonly [number, number])[] = [];
  let [x, y] = [lengthA, lengthB];
  for (let depth = trace.length - 1; depth > 0; depth--) {
    const before = trace[depth] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = diagonal === -depth || (diagonal !== depth && reach(before, diagonal - 1) < reach(before, diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    x = reach(before, previous);
    y = x - previous;
    steps.push(down ? [x, y] : [x, -y - 1]);
  }
  return steps.reverse();
}
