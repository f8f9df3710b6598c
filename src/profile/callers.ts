import { FrameGroups, nodesByFrame } from './frame-groups.js';
import type { NodeTable, Profile } from './profile.js';
import { totalsByFrame } from './totals.js';

/** A function at the end of a way of callers: what it cost when it was called this way. */
export interface CallerNode {
  /** The caller furthest out on this way; the function itself where the way begins. */
  readonly frame: number;
  /** Of the function where the way begins, called this way. Without its callees. */
  readonly self: number;
  /** With its callees; calls below another call of the same function count there. */
  readonly total: number;
  /** Calls of the function where the way begins, and for each the call of `frame` that led there. Indices of nodes. */
  readonly origins: Uint32Array;
  readonly calls: Uint32Array;
  /** Only the root called. */
  readonly outermost: boolean;
}

/** What a way costs is looked at by the function's own time (bottom-up tree) or with its callees (sandwich). */
export type CallerOrder = 'self' | 'total';

/** The bottom-up tree: it has many more nodes than the profile, so only those asked for are ever made. */
export class CallerTree {
  /** Functions that cost something themselves, the most expensive first. */
  readonly functions: readonly Pick<CallerNode, 'frame' | 'self' | 'total'>[];
  private readonly nodes: NodeTable;
  private readonly nodesOf: (frame: number) => Uint32Array;
  private readonly groups: FrameGroups;
  /** 1 for calls below another call of the same frame. */
  private readonly recursive: Uint8Array;

  constructor({ nodes, frames }: Profile) {
    this.nodes = nodes;
    this.nodesOf = nodesByFrame(nodes, frames);
    this.groups = new FrameGroups(frames.count);
    this.recursive = recursiveCalls(nodes, frames.count);
    const { self, total } = totalsByFrame(nodes, frames);
    this.functions = Array.from(self, (each, frame) => ({ frame, self: each, total: total[frame] as number }))
      .filter((each) => each.self > 0)
      .sort((a, b) => b.self - a.self || a.frame - b.frame);
  }

  /** The beginning of all ways that lead to a function. */
  wayTo(frame: number): CallerNode {
    const calls = this.nodesOf(frame);
    return this.node(frame, calls, calls);
  }

  /**
   * The beginning of the ways that lead to calls of several frames, such as the `outermost` of a package: what a sandwich has on top.
   * @param calls in the order of nodes, none below another
   */
  waysTo(calls: Uint32Array): CallerNode {
    return this.node(this.nodes.frame[calls[0] ?? 0] as number, calls, calls);
  }

  /** Who called, one step further out, the most expensive first. */
  callersOf({ origins, calls }: CallerNode, order: CallerOrder = 'self'): readonly CallerNode[] {
    const { parent, frame } = this.nodes;
    const groups = this.groups.split(calls, (call) => {
      const caller = parent[call] as number;
      return caller > 0 ? (frame[caller] as number) : -1;
    });
    return groups
      .map((places) => {
        const callers = Uint32Array.from(places, (place) => parent[calls[place] as number] as number);
        const led = Uint32Array.from(places, (place) => origins[place] as number);
        return this.node(frame[callers[0] as number] as number, led, callers);
      })
      .sort((a, b) => b[order] - a[order] || b.total - a.total || a.frame - b.frame);
  }

  private node(frame: number, origins: Uint32Array, calls: Uint32Array): CallerNode {
    const { parent, self: selfOf, total: totalOf } = this.nodes;
    let self = 0;
    let total = 0;
    let outermost = true;
    for (let index = 0; index < origins.length; index++) {
      const origin = origins[index] as number;
      self += selfOf[origin] as number;
      if (this.recursive[origin] === 0) total += totalOf[origin] as number;
      if ((parent[calls[index] as number] as number) > 0) outermost = false;
    }
    return { frame, self, total, origins, calls, outermost };
  }
}

function recursiveCalls({ count, frame, end }: NodeTable, frames: number): Uint8Array {
  const recursive = new Uint8Array(count);
  const covered = new Uint32Array(frames);
  for (let node = 0; node < count; node++) {
    const each = frame[node] as number;
    if (node < (covered[each] as number)) recursive[node] = 1;
    else covered[each] = end[node] as number;
  }
  return recursive;
}
