import type { NodeTable } from '../profile/profile.js';

/** The frames from the outermost caller, the root left out, to a call. */
export function pathTo({ parent, frame }: NodeTable, node: number): readonly number[] {
  const path: number[] = [];
  for (let call = node; call > 0; call = parent[call]!) path.push(frame[call]!);
  return path.reverse();
}

/**
 * The call that a path of frames leads to. Where the profile has it no more exactly, because calls in between were put aside or have
 * come back: the costliest call of the same function whose callers are those of the path and maybe more, or fewer.
 */
export function nodeAlong(nodes: NodeTable, path: readonly number[]): number | undefined {
  if (path.length === 0) return undefined;
  return exactly(nodes, path) ?? nearly(nodes, path);
}

function exactly({ frame, end }: NodeTable, path: readonly number[]): number | undefined {
  let call = 0;
  for (const wanted of path) {
    const stop = end[call]!;
    let callee = call + 1;
    while (callee < stop && frame[callee] !== wanted) callee = end[callee]!;
    if (callee >= stop) return undefined;
    call = callee;
  }
  return call;
}

function nearly(nodes: NodeTable, path: readonly number[]): number | undefined {
  const wanted = path.at(-1);
  let best: number | undefined;
  for (let call = 1; call < nodes.count; call++) {
    if (nodes.frame[call] !== wanted || (best !== undefined && nodes.total[call]! <= nodes.total[best]!)) continue;
    const other = pathTo(nodes, call);
    if (isWithin(path, other) || isWithin(other, path)) best = call;
  }
  return best;
}

/** Whether all of the first stand in the second, in the same order. */
function isWithin(few: readonly number[], many: readonly number[]): boolean {
  let at = 0;
  for (const each of many) if (each === few[at]) at++;
  return at === few.length;
}

/** The costliest call of a function. */
export function costliestCall({ count, frame, total }: NodeTable, wanted: number): number | undefined {
  let best: number | undefined;
  for (let call = 1; call < count; call++) if (frame[call] === wanted && (best === undefined || total[call]! > total[best]!)) best = call;
  return best;
}
