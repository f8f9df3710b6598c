/** A stretch of one list that stands in place of a stretch of another. */
export interface Change {
  /** Elements `from` up to `to` of the old list, 0-based, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** The same of the new list. */
  readonly newFrom: number;
  readonly newTo: number;
}

/** Lines with their line breaks. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The fewest and smallest replacements that make one text of another: by lines, without what both begin and end with. */
export function editsBetween(before: string, after: string): readonly { readonly start: number; readonly end: number; readonly newText: string }[] {
  const [old, fresh] = [splitLines(before), splitLines(after)];
  const [oldAt, freshAt] = [offsets(old), offsets(fresh)];
  return differences(old, fresh).map(({ from, to, newFrom, newTo }) => {
    const [start, end] = [oldAt[from] ?? before.length, oldAt[to] ?? before.length];
    const [a, b] = [before.slice(start, end), after.slice(freshAt[newFrom] ?? after.length, freshAt[newTo] ?? after.length)];
    const [head, tail] = commonEnds(a, b);
    return { start: start + head, end: end - tail, newText: b.slice(head, b.length - tail) };
  });
}

/** How many characters two texts begin and end with alike, none counted twice. A line break of Windows is not cut in two. */
export function commonEnds(a: string, b: string): readonly [head: number, tail: number] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  if (a[head - 1] === '\r') head--;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  if (tail > 0 && a[a.length - tail] === '\n' && (a[a.length - tail - 1] === '\r' || b[b.length - tail - 1] === '\r')) tail--;
  return [head, tail];
}

/** Where each line begins, and where the last one ends. */
function offsets(lines: readonly string[]): readonly number[] {
  const found = [0];
  for (const line of lines) found.push((found.at(-1) ?? 0) + line.length);
  return found;
}

/** Shortest way from one list to the other (Myers), after what both begin and end with. */
export function differences(old: readonly string[], fresh: readonly string[]): readonly Change[] {
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

/** Single steps in order: `[x, y]` inserts element `y` of `b` before element `x` of `a`; with `y` below zero it deletes element `x`, at `-y - 1` of `b`. */
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
