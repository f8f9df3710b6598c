import type { ProfileBuilder } from './profile-builder.js';

/** Functions with their callers, as profilers keep them that have no stacks. Times are in one unit; callers are indices. */
export type CallGraph = readonly CalledFunction[];

export interface CalledFunction {
  /** As the builder knows it. */
  readonly frame: number;
  readonly self: number;
  /** With callees; recursion counted once. */
  readonly total: number;
  readonly callers: readonly Caller[];
}

/** What calls by one caller amount to. */
export interface Caller {
  readonly caller: number;
  readonly calls: number;
  readonly self: number;
  readonly total: number;
}

/** Calls shown at most; what is below counts at the last call shown of the same function, in proportion. */
const MOST_CALLS = 50_000;
/** Looks at a callee or a caller, at most: an end for graphs that no program has. */
const MOST_STEPS = 20_000_000;
/** A part of the run so small that nobody looks below it. */
const SMALLEST_SHARE = 1e-5;

/** A function in one stack of callers: which part of all its work was done there. */
interface Context {
  readonly called: number;
  readonly node: number;
  readonly share: number;
  readonly above: Context | undefined;
}

interface Callee {
  readonly called: number;
  /** Which part of all its work this caller asks for. */
  readonly weight: number;
  /** Its own time when this caller calls it. */
  readonly self: number;
}

interface PlacedCall {
  readonly node: number;
  readonly called: number;
  readonly self: number;
}

/**
 * Adds calls to the builder as they may have been: a function's work in a stack is shared out among its callees as it is in the whole
 * run, which is what gprof assumes. Every function's own time is exactly that of the graph; where nothing recurses, so are its time
 * with callees and what its direct callers asked of it.
 * Graham, Kessler, McKusick: gprof, a call graph execution profiler, 1982.
 */
export function callTreeOf(graph: CallGraph, builder: ProfileBuilder): void {
  const callees: Callee[][] = graph.map(() => []);
  const placed: PlacedCall[] = [];
  const queue: Context[] = [];
  const enter = (called: number, share: number, self: number, above: Context | undefined): void => {
    const node = builder.call(above?.node ?? builder.root, graph[called]?.frame ?? 0);
    placed.push({ node, called, self });
    queue.push({ called, node, share, above });
  };
  graph.forEach((each, called) => {
    const { weights, uncalled, timed } = weightsOf(each, called);
    if (uncalled > 0) enter(called, uncalled, Math.max(0, each.self - sumOf(each.callers, ({ self }) => self)), undefined);
    each.callers.forEach(({ caller, self }, edge) => {
      const weight = weights[edge] ?? 0;
      callees[caller]?.push({ called, weight, self: timed ? self : weight * each.self });
    });
  });
  const smallest = sumOf(graph, ({ self }) => self) * SMALLEST_SHARE;
  let steps = 0;
  for (let next = 0; next < queue.length && queue.length < MOST_CALLS && steps < MOST_STEPS; next++) {
    const context = queue[next];
    for (const { called, self, weight } of context === undefined ? [] : (callees[context.called] ?? [])) {
      const share = (context?.share ?? 0) * weight;
      steps++;
      if (weight === 0 || share * (graph[called]?.total ?? 0) < smallest) continue;
      let above = context;
      for (; above !== undefined && above.called !== called; above = above.above) steps++;
      if (above === undefined) enter(called, share, (context?.share ?? 0) * self, context);
    }
  }
  addScaled(graph, placed, builder);
}

/** Which part of a function's work each caller asked for, and which part nothing that was measured; its calls by itself ask for nothing new. */
function weightsOf({ callers, total }: CalledFunction, called: number): { readonly weights: readonly number[]; readonly uncalled: number; readonly timed: boolean } {
  const others = callers.map((each) => (each.caller === called ? undefined : each));
  const time = sumOf(others, (each) => each?.total ?? 0);
  if (time > 0) {
    const whole = Math.max(time, total);
    // What is left after rounding was asked for by nobody else.
    const left = 1 - time / whole;
    return { weights: others.map((each) => (each?.total ?? 0) / whole), uncalled: left > 1e-6 ? left : 0, timed: true };
  }
  const calls = sumOf(others, (each) => each?.calls ?? 0);
  return { weights: others.map((each) => (calls === 0 ? 0 : (each?.calls ?? 0) / calls)), uncalled: calls === 0 ? 1 : 0, timed: false };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

/** What recursion and cutting left out of a function's own time goes to where the function is shown, in proportion. */
function addScaled(graph: CallGraph, placed: readonly PlacedCall[], builder: ProfileBuilder): void {
  const sums = new Float64Array(graph.length);
  for (const { called, self } of placed) sums[called] = (sums[called] ?? 0) + self;
  for (const { node, called, self } of placed) {
    const sum = sums[called] ?? 0;
    if (sum > 0) builder.spend(node, self * ((graph[called]?.self ?? 0) / sum));
  }
  graph.forEach(({ frame, self }, called) => {
    if (sums[called] === 0 && self > 0) builder.spend(builder.call(builder.root, frame), self);
  });
}
