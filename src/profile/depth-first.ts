/** Calls put in depth-first order. */
export interface DepthFirst {
  /** Which call stands at each place, as its index in the input; absent where they stood so already. */
  readonly order: Int32Array | undefined;
  /** Callers in the new order; -1 for the root alone. */
  readonly parent: Int32Array;
  /** Calls that had no caller, or one that does not exist: the root calls them now. */
  readonly adrift: number;
  /** Rings of calls that called each other: each was cut open, and the root calls it. */
  readonly rings: number;
}

/**
 * Puts calls in depth-first order; callees of one caller keep theirs.
 * @param parent indices of callers in any order, the first being the root's own; what is no index is no caller
 */
export function depthFirst(parent: Int32Array): DepthFirst {
  if (isDepthFirst(parent)) return { order: undefined, parent, adrift: 0, rings: 0 };
  const callers = parent.slice();
  const count = callers.length;
  let adrift = 0;
  callers[0] = -1;
  for (let node = 1; node < count; node++) {
    const caller = callers[node] as number;
    if (caller >= 0 && caller < count && caller !== node) continue;
    callers[node] = 0;
    adrift++;
  }
  const { order, rings } = walked(callers);
  const place = new Int32Array(count);
  for (let at = 0; at < count; at++) place[order[at] as number] = at;
  const sorted = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const caller = callers[order[at] as number] as number;
    sorted[at] = caller < 0 ? -1 : (place[caller] as number);
  }
  return { order, parent: sorted, adrift, rings };
}

/** Each call's caller is the call before it, or one of that one's callers. */
function isDepthFirst(parent: Int32Array): boolean {
  if (parent[0] !== -1) return false;
  for (let node = 1; node < parent.length; node++) {
    const caller = parent[node] as number;
    let open = node - 1;
    if (caller > open || caller < 0) return false;
    while (open > caller) open = parent[open] as number;
    if (open !== caller) return false;
  }
  return true;
}

/** Changes `parent` where a ring is cut. */
function walked(parent: Int32Array): { readonly order: Int32Array; readonly rings: number } {
  const count = parent.length;
  const { first, next } = callees(parent);
  const order = new Int32Array(count);
  const seen = new Uint8Array(count);
  const stack = new Int32Array(count);
  let placed = 0;
  let rings = 0;
  for (let start = 0; start < count; start++) {
    if (seen[start] === 1) continue;
    // The root comes first and reaches all but rings.
    if (start > 0) {
      rings++;
      parent[start] = 0;
    }
    let waiting = 0;
    stack[waiting++] = start;
    seen[start] = 1;
    while (waiting > 0) {
      const node = stack[--waiting] as number;
      order[placed++] = node;
      const bottom = waiting;
      for (let callee = first[node] as number; callee >= 0; callee = next[callee] as number) {
        if (seen[callee] === 1) continue;
        seen[callee] = 1;
        stack[waiting++] = callee;
      }
      stack.subarray(bottom, waiting).reverse();
    }
  }
  return { order, rings };
}

/** Callees of each call as a chain: the first of them, and after each the next one. */
function callees(parent: Int32Array): { readonly first: Int32Array; readonly next: Int32Array } {
  const first = new Int32Array(parent.length).fill(-1);
  const next = new Int32Array(parent.length).fill(-1);
  for (let node = parent.length - 1; node > 0; node--) {
    const caller = parent[node] as number;
    next[node] = first[caller] as number;
    first[caller] = node;
  }
  return { first, next };
}
