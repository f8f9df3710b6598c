import type { FrameTable } from '../profile/profile.js';
import type { Totals } from '../profile/totals.js';
import type { GridRow, GridSort } from './grid/grid-rows.js';
import type { CostRow } from './tree-rows.js';

/** A row about a file or a package. */
export interface GroupRow extends GridRow {
  readonly name: string;
  readonly self: number;
  readonly total: number;
  readonly functions: number;
}

/** Functions that cost anything, in the wanted order. */
export function functionRows({ count }: FrameTable, totals: Totals, nameOf: (frame: number) => string, placeOf: (frame: number) => string, sort: GridSort, root: (frame: number) => boolean): readonly CostRow[] {
  const frames: number[] = [];
  for (let frame = 0; frame < count; frame++) if (totals.total[frame]! > 0 && !root(frame)) frames.push(frame);
  const text = sort.column === 'place' ? placeOf : nameOf;
  ordered(frames, sort, { self: (frame) => totals.self[frame]!, total: (frame) => totals.total[frame]!, text });
  return frames.map((frame, index) => ({ key: String(frame), level: 1, position: index + 1, size: frames.length, frame, self: totals.self[frame]!, total: totals.total[frame]! }));
}

/** Files or packages that cost anything, in the wanted order. `groupOf` by frame, `names` by group: what has none is no row. */
export function groupRows(frames: FrameTable, groupOf: Uint32Array, names: readonly string[], totals: Totals, frameTotals: Totals, sort: GridSort): readonly GroupRow[] {
  const functions = new Uint32Array(names.length);
  for (let frame = 0; frame < frames.count; frame++) if (frameTotals.total[frame]! > 0) functions[groupOf[frame]!]! += 1;
  const groups = names.map((_, group) => group).filter((group) => totals.total[group]! > 0 && names[group] !== '');
  ordered(groups, sort, {
    self: (group) => totals.self[group]!, total: (group) => totals.total[group]!, functions: (group) => functions[group]!, text: (group) => names[group]!,
  });
  return groups.map((group, index) => ({
    key: String(group), level: 1, position: index + 1, size: groups.length,
    name: names[group]!, self: totals.self[group]!, total: totals.total[group]!, functions: functions[group]!,
  }));
}

interface SortKeys {
  readonly self: (each: number) => number;
  readonly total: (each: number) => number;
  readonly functions?: (each: number) => number;
  readonly text: (each: number) => string;
}

function ordered(all: number[], { column, descending }: GridSort, keys: SortKeys): void {
  const sign = descending ? -1 : 1;
  const amount = column === 'self' ? keys.self : column === 'total' ? keys.total : column === 'functions' ? keys.functions : undefined;
  if (amount) {
    all.sort((a, b) => sign * (amount(a) - amount(b)) || keys.total(b) - keys.total(a) || a - b);
    return;
  }
  const texts = new Map(all.map((each) => [each, keys.text(each)]));
  all.sort((a, b) => sign * compare(texts.get(a)!, texts.get(b)!) || a - b);
}

/** By code units: a locale's order takes seconds for a hundred thousand names. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
