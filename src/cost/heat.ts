import type { Profile } from '../profile/profile.js';
import { callsOf, type Calls } from './calls.js';
import { functionName } from './function-name.js';
import { matchFunctions } from './match-functions.js';
import { isOwnPath, normalPath, pathOfUrl } from './own-path.js';
import { isForeignLine, type FileOutline } from './questions.js';
import { Subtrees } from './subtrees.js';

/** What one function took, recursion counted once. Amounts in the profiles' unit. */
export interface FunctionHeat {
  /** Empty for one without a name. */
  readonly name: string;
  /** Absolute with `/`. */
  readonly path: string;
  /** 1-based, 0 where not known: in the text as it was recorded, or as it is now where an outline was given. */
  readonly line: number;
  readonly column: number;
  readonly self: number;
  readonly total: number;
  /** Where it is in the first profile that has it. */
  readonly profile: number;
  readonly frame: number;
}

/** Where the time of a file went. */
export interface FileHeat {
  /** Own time by 1-based line; that of functions whose lines a profile does not tell is on the line where they begin. */
  readonly lines: ReadonlyMap<number, number>;
  readonly functions: readonly FunctionHeat[];
}

/** Heat of lines and functions in profiles of processor time, all taken together. */
export class HeatMap {
  private readonly calls: readonly { readonly index: number; readonly calls: Calls }[];
  /** All that was done, without idling. */
  readonly run: number;
  readonly unit: 'microseconds' | 'samples';

  constructor(profiles: readonly Profile[], pathOf: (url: string) => string | undefined = pathOfUrl) {
    const cpu = profiles.flatMap((profile, index) => (profile.kind === 'cpu' ? [{ profile, index }] : []));
    this.unit = cpu.some(({ profile }) => profile.unit === 'microseconds') ? 'microseconds' : 'samples';
    this.calls = cpu.filter(({ profile }) => profile.unit === this.unit).map(({ profile, index }) => ({ index, calls: callsOf(profile, pathOf) }));
    this.run = this.calls.reduce((sum, { calls }) => sum + calls.busy, 0);
  }

  /** The program's own functions that took most of themselves, the hottest first. */
  hottest(count: number): readonly FunctionHeat[] {
    const paths = new Set(this.calls.flatMap(({ calls }) => [...calls.framesOf.keys()].filter(isOwnPath)));
    const all = [...paths].flatMap((path) => this.recorded(path));
    return all.filter(({ self, total }) => self > 0 || total > 0).sort((a, b) => b.self - a.self || b.total - a.total).slice(0, count);
  }

  /**
   * @param outline the functions of the file's text as it is now; what it has no more has no heat
   * @param linesHold the text is that of the run; else heat is on the lines where functions begin
   */
  ofFile({ path, functions }: FileOutline, linesHold = true): FileHeat {
    const lines = new Map<number, number>();
    const found = new Map<number, FunctionHeat[]>();
    for (const { index, calls } of this.calls) {
      const frames = calls.framesOf.get(normalPath(path)) ?? [];
      matchFunctions(frames.map((frame) => placeOf(calls, frame)), functions).forEach((match, at) => {
        const frame = frames[at];
        const written = match && functions[match.function];
        if (frame === undefined || !match || !written) return;
        const heat = { ...heatOf(calls, index, frame), path, name: written.name, line: written.line, column: written.column };
        found.set(match.function, [...(found.get(match.function) ?? []), heat]);
        for (const [recorded, amount] of ownLines(calls, frame)) {
          const line = recorded === 0 || !linesHold ? written.line : recorded + match.shift;
          // Lines of what was inlined are lines of another file.
          if (!isForeignLine(line, written)) lines.set(line, (lines.get(line) ?? 0) + amount);
        }
      });
    }
    return { lines, functions: [...found.values()].flatMap(joined) };
  }

  private recorded(path: string): readonly FunctionHeat[] {
    const byPlace = new Map<string, FunctionHeat[]>();
    for (const { index, calls } of this.calls) {
      for (const frame of calls.framesOf.get(path) ?? []) {
        const { name, line, column } = placeOf(calls, frame);
        const key = `${line}:${column} ${name}`;
        byPlace.set(key, [...(byPlace.get(key) ?? []), { ...heatOf(calls, index, frame), path, name, line, column }]);
      }
    }
    return [...byPlace.values()].flatMap(joined);
  }
}

function placeOf({ profile: { frames } }: Calls, frame: number): { readonly name: string; readonly line: number; readonly column: number } {
  const name = frames.strings[frames.name[frame] ?? 0] ?? '';
  return { name: functionName(name) === '' ? '' : name, line: frames.line[frame] ?? 0, column: frames.column[frame] ?? 0 };
}

function heatOf(calls: Calls, profile: number, frame: number): Pick<FunctionHeat, 'self' | 'total' | 'profile' | 'frame'> {
  const nodes = calls.nodesOf(frame);
  const self = nodes.reduce((sum, node) => sum + (calls.profile.nodes.self[node] ?? 0), 0);
  return { self, total: new Subtrees(calls, nodes).total, profile, frame };
}

/** Own time by recorded line; on line 0 where the profile does not tell. */
function ownLines(calls: Calls, frame: number): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  for (const node of calls.nodesOf(frame)) {
    const self = calls.profile.nodes.self[node] ?? 0;
    const told = calls.linesOf(node);
    for (const [line, part] of told.length > 0 ? told : [[0, 1] as const]) if (self > 0) lines.set(line, (lines.get(line) ?? 0) + self * part);
  }
  return lines;
}

/** One function in several profiles, or in several frames of one. */
function joined(same: readonly FunctionHeat[]): readonly FunctionHeat[] {
  const [first] = same;
  if (!first) return [];
  return [{ ...first, self: same.reduce((sum, { self }) => sum + self, 0), total: same.reduce((sum, { total }) => sum + total, 0) }];
}

/** How many steps of heat are told apart. */
export const HEAT_LEVELS = 4;
/** A thousandth of a run is the least that is shown. */
const LEAST_SHARE = 0.001;

/** The step of a share of the run, 0 to `HEAT_LEVELS - 1`, on a logarithmic scale; `undefined` for what is too little to show. */
export function heatLevel(share: number): number | undefined {
  if (!(share >= LEAST_SHARE)) return undefined;
  const position = 1 - Math.log(Math.min(1, share)) / Math.log(LEAST_SHARE);
  return Math.min(HEAT_LEVELS - 1, Math.floor(position * HEAT_LEVELS));
}

/** A replacement of lines `first` to `last`, 0-based and both included, by as many as `lines`; `kept` when the first one is as it was. */
export interface LineEdit {
  readonly first: number;
  readonly last: number;
  readonly lines: number;
  readonly kept: boolean;
}

/** What is known of lines, by 0-based number, after an edit: lines below move, those that were edited lose it. */
export function movedLines<T>(known: ReadonlyMap<number, T>, { first, last, lines, kept }: LineEdit): ReadonlyMap<number, T> {
  const moved = new Map<number, T>();
  for (const [line, value] of known) {
    if (line < first || (line === first && kept)) moved.set(line, value);
    else if (line > last) moved.set(line + lines - (last - first + 1), value);
  }
  return moved;
}
