import { NO_TICKS } from '../assemble.js';
import { mergeTree } from '../merge-tree.js';
import { nodeTable, withSelf } from '../node-table.js';
import type { NodeTable } from '../profile.js';
import { VERDICTS, type CallAmounts, type DifferenceProfile } from './comparison.js';
import type { JoinedFunctions } from './join-functions.js';
import type { Side } from './side.js';
import type { Verdict } from './verdict.js';

/**
 * Lays the calls of both sides over each other.
 * @param amounts of a whole run of each side, in the sides' unit
 * @param verdicts by joined frame
 */
export function differenceProfile(before: Side, after: Side, joined: JoinedFunctions, amounts: { readonly before: number; readonly after: number }, verdicts: readonly Verdict[]): DifferenceProfile {
  const { nodes: early } = before;
  const { nodes: late } = after;
  const count = early.count + late.count;
  const parent = new Int32Array(count + 1);
  const frame = new Uint32Array(count + 1);
  // Both roots are the same function, and so become one below a root that is cut off again.
  parent[0] = -1;
  lay(early, 1, parent, frame, (each) => joined.ofBefore[each]!);
  lay(late, early.count + 1, parent, frame, (each) => each);
  const merged = mergeTree(nodeTable(parent, frame, new Float64Array(count + 1)), joined.frames.count);
  const columns = { parent: merged.nodes.parent.slice(1).map((each) => each - 1), frame: merged.nodes.frame.slice(1) };
  const place = (node: number): number => merged.placeOf[node]! - 1;
  const [was, is] = [new Float64Array(columns.parent.length), new Float64Array(columns.parent.length)];
  for (let node = 0; node < early.count; node++) was[place(node + 1)]! += early.self[node]! * amounts.before;
  for (let node = 0; node < late.count; node++) is[place(node + 1 + early.count)]! += late.self[node]! * amounts.after;
  const nodes = nodeTable(columns.parent, columns.frame, was.map((amount, node) => Math.max(amount, is[node]!)));
  const { kind, unit } = after;
  return {
    profile: { name: 'difference', kind, unit, frames: joined.frames, nodes, samples: undefined, lineTicks: NO_TICKS, total: nodes.total[0] ?? 0, notes: [] },
    before: callAmounts(nodes, was),
    after: callAmounts(nodes, is),
    verdict: Uint8Array.from(verdicts, (verdict) => VERDICTS.indexOf(verdict)),
  };
}

function lay(nodes: NodeTable, at: number, parent: Int32Array, frame: Uint32Array, frameOf: (frame: number) => number): void {
  for (let node = 0; node < nodes.count; node++) {
    const caller = nodes.parent[node]!;
    parent[at + node] = caller < 0 ? 0 : caller + at;
    frame[at + node] = frameOf(nodes.frame[node]!);
  }
}

function callAmounts(nodes: NodeTable, self: Float64Array): CallAmounts {
  return { self, total: withSelf(nodes, self).total };
}
