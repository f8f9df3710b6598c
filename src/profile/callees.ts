import type { NodeTable } from './profile.js';

/** What a call calls directly, the most expensive first; calls that cost nothing are left out. The table is the top-down tree. */
export function calleesByTotal({ end, total }: NodeTable, node: number): readonly number[] {
  const callees: number[] = [];
  const stop = end[node] as number;
  for (let callee = node + 1; callee < stop; callee = end[callee] as number) if ((total[callee] as number) > 0) callees.push(callee);
  return callees.sort((a, b) => (total[b] as number) - (total[a] as number) || a - b);
}

/** A call with its callers, itself first; the root is not one of them. */
export function stackOf({ parent }: NodeTable, node: number): readonly number[] {
  const stack: number[] = [];
  for (let call = node; call > 0; call = parent[call] as number) stack.push(call);
  return stack;
}
