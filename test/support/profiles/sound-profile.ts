import assert from 'node:assert/strict';
import { FrameKind, type Profile } from '../../../src/profile/profile.js';

/** Holds a profile to all that the model promises of it. */
export function assertSound({ frames, nodes, samples, lineTicks, total }: Profile): void {
  for (const column of [frames.name, frames.url, frames.line, frames.column, frames.kind]) assert.equal(column.length, frames.count);
  for (const column of [frames.name, frames.url]) for (const index of column) assert.ok(index < frames.strings.length);
  for (const column of [frames.line, frames.column]) for (const position of column) assert.ok(position >= 0);
  assert.ok(nodes.count > 0);
  for (const column of [nodes.parent, nodes.frame, nodes.end, nodes.self, nodes.total]) assert.equal(column.length, nodes.count);
  assert.equal(nodes.parent[0], -1);
  assert.equal(frames.kind[nodes.frame[0] ?? -1], FrameKind.root);
  const callees = new Set<string>();
  let sum = 0;
  for (let node = 0; node < nodes.count; node++) {
    const caller = nodes.parent[node] ?? NaN;
    assert.ok(caller < node && (node === 0 || node < (nodes.end[caller] ?? 0)), 'callers stand before their callees');
    assert.ok((nodes.frame[node] ?? NaN) < frames.count);
    assert.ok((nodes.self[node] ?? NaN) >= 0 && Number.isFinite(nodes.total[node]));
    callees.add(`${String(caller)} ${String(nodes.frame[node])}`);
    sum += nodes.self[node] ?? NaN;
  }
  assert.equal(callees.size, nodes.count, 'no two callees of a call have one frame');
  assert.ok(Math.abs(sum - total) <= 1e-9 * Math.max(1, sum), `${String(sum)} is ${String(total)}`);
  if (samples !== undefined) {
    assert.equal(samples.start.length, samples.count + 1);
    for (let sample = 0; sample < samples.count; sample++) {
      assert.ok((samples.node[sample] ?? NaN) < nodes.count);
      assert.ok((samples.start[sample] ?? NaN) <= (samples.start[sample + 1] ?? NaN));
    }
  }
  for (const column of [lineTicks.node, lineTicks.line, lineTicks.ticks]) assert.equal(column.length, lineTicks.count);
  for (const node of lineTicks.node) assert.ok(node < nodes.count);
}

/** `name (url:line:column)` of a frame, unknown parts left out. */
export function frameText({ frames }: Profile, frame: number): string {
  const [url, line, column] = [frames.strings[frames.url[frame] ?? 0] ?? '', frames.line[frame] ?? 0, frames.column[frame] ?? 0];
  const place = [url, ...(line === 0 ? [] : [line]), ...(column === 0 ? [] : [column])].join(':');
  return [frames.strings[frames.name[frame] ?? 0] ?? '', ...(place === '' ? [] : [`(${place})`])].join(' ').trimStart();
}

/** Own values by stack, frames joined by ` > ` and without the root: `{ 'main > work': 3 }`. Calls without own value are left out. */
export function selfByStack(profile: Profile): Record<string, number> {
  const { nodes } = profile;
  const stacks: string[] = [];
  const found: Record<string, number> = {};
  for (let node = 0; node < nodes.count; node++) {
    const caller = stacks[nodes.parent[node] ?? -1];
    const own = node === 0 ? '' : frameText(profile, nodes.frame[node] ?? 0);
    const stack = caller === undefined || caller === '' ? own : `${caller} > ${own}`;
    stacks.push(stack);
    if ((nodes.self[node] ?? 0) > 0) found[stack] = (found[stack] ?? 0) + (nodes.self[node] ?? 0);
  }
  return found;
}
