import type { NodeTable, Profile } from '../profile.js';

/** The calls that lead to a node, the outermost first and the root left out unless it is the node itself. */
export function stackOf(nodes: NodeTable, node: number): number[] {
  const stack: number[] = [];
  for (let each = node; each > 0; each = nodes.parent[each] ?? -1) stack.push(each);
  return stack.length === 0 ? [0] : stack.reverse();
}

/** Text and place of a frame. */
export interface FrameWords {
  readonly name: string;
  readonly url: string;
  /** 1-based, 0 where it is not known; so is the column. */
  readonly line: number;
  readonly column: number;
}

export function wordsOf({ frames }: Profile, frame: number): FrameWords {
  return {
    name: frames.strings[frames.name[frame] ?? 0] || '(anonymous)',
    url: frames.strings[frames.url[frame] ?? 0] ?? '',
    line: frames.line[frame] ?? 0,
    column: frames.column[frame] ?? 0,
  };
}
