import type { MeasuredCost, MeasuredRunSummary } from '../core/measured-cost.js';
import { amountText } from '../profile/amount.js';
import type { Capture, Profile } from '../profile/profile.js';
import { callsOf, type Calls } from './calls.js';
import { functionName } from './function-name.js';
import { matchFunctions } from './match-functions.js';
import { normalPath, pathOfUrl } from './own-path.js';
import type { CostQuestion, CostQuestions, FileOutline, OutlinedFunction } from './questions.js';
import { reachOf } from './reached.js';
import { timeOfScope, type FramesByFunction, type ScopeTime } from './scope-time.js';
import { costOf, type RunTime } from './verdict.js';

/** The profiles of one file, or of one run, their frames led back to sources. */
export interface MeasuredRun {
  readonly profiles: readonly Profile[];
  readonly capture: Capture | undefined;
  /** What has to be said of where it was recorded. */
  readonly moved?: string;
}

/** The cost of one finding. */
export interface AnsweredQuestion {
  readonly path: string;
  readonly fingerprint: string;
  readonly cost: MeasuredCost;
}

export interface MeasureOptions {
  /** The path of a frame's URL as the questions have paths. */
  readonly pathOf?: (url: string) => string | undefined;
  /** Whether a file was written after the run, so that its lines may be others. */
  readonly isNewer?: (path: string) => boolean;
}

/** Answers questions about the cost of findings from runs that were measured; what was prepared of the profiles serves every set of questions. */
export class CostMeter {
  private readonly calls: readonly Calls[];
  private readonly captures: readonly (Capture | undefined)[];
  private readonly pathOf: (url: string) => string | undefined;
  private readonly isNewer: (path: string) => boolean;
  private readonly run: RunTime;
  private readonly moved: readonly string[];

  constructor(runs: readonly MeasuredRun[], { pathOf = pathOfUrl, isNewer = () => false }: MeasureOptions = {}) {
    const cpu = runs.map(({ profiles, capture }) => ({ capture, profiles: profiles.filter(({ kind }) => kind === 'cpu') }));
    // Counts and times do not add up: times say more.
    const units = new Set(cpu.flatMap(({ profiles }) => profiles.map(({ unit }) => unit)));
    const unit = units.has('microseconds') ? 'microseconds' : 'samples';
    this.calls = cpu.flatMap(({ profiles }) => profiles.filter((each) => each.unit === unit).map((profile) => callsOf(profile, pathOf)));
    this.captures = cpu.filter(({ profiles }) => profiles.length > 0).map(({ capture }) => capture);
    this.moved = [...new Set(runs.flatMap(({ moved }) => moved ?? []))];
    this.pathOf = pathOf;
    this.isNewer = isNewer;
    const sum = (of: (calls: Calls) => number): number => this.calls.reduce((all, each) => all + of(each), 0);
    this.run = { unit, busy: sum((each) => each.busy), idle: sum((each) => each.idle), foreign: sum((each) => each.foreign), samples: sum((each) => each.samplesBelow(0)) };
  }

  /** False when none of the runs has a CPU profile. */
  get measures(): boolean {
    return this.calls.length > 0;
  }

  /** @param source what the profiles are called, for people */
  summary(source: string): MeasuredRunSummary {
    const { unit, busy: run, idle } = this.run;
    const idled = idle > 0 ? `, beside ${amountText(idle, unit)} of idling` : '';
    return { unit, run, idle, text: `Costs are of ${amountText(run, unit)} in ${source}${idled}.${this.moved.map((sentence) => ` ${sentence}`).join('')}` };
  }

  answer({ files, findings }: CostQuestions): readonly AnsweredQuestion[] {
    const reach = reachOf(this.captures, files, this.pathOf);
    const placed = new Map(files.map((file) => [file.path, this.place(file)]));
    return findings.flatMap((question): AnsweredQuestion[] => {
      const file = placed.get(question.path);
      if (!file) return [];
      const wholeFunction = this.linesMayDiffer(question, file);
      const times = this.calls.map((calls, index) => timeOfScope(calls, { question, functions: file.outline.functions, frames: file.frames[index] ?? new Map() }, wholeFunction));
      const time = sumOf(times);
      const changed = !time.seen && file.leftOver;
      const cost = costOf({ question, time, scope: wholeFunction ? 'function' : question.scope, reach: reach(file.outline, question.function), fileSeen: file.seen, changed }, this.run);
      return [{ path: question.path, fingerprint: question.fingerprint, cost }];
    });
  }

  private place(outline: FileOutline): PlacedFile {
    let seen = false;
    let leftOver = false;
    const frames = this.calls.map((calls) => {
      const byFunction = new Map<number, { readonly frame: number; readonly match: { readonly function: number; readonly shift: number } }[]>();
      const own = calls.framesOf.get(normalPath(outline.path)) ?? [];
      const recorded = own.map((frame) => recordedFunction(calls, frame));
      matchFunctions(recorded, outline.functions).forEach((match, index) => {
        const frame = own[index];
        if (frame === undefined) return;
        seen = true;
        if (match) byFunction.set(match.function, [...(byFunction.get(match.function) ?? []), { frame, match }]);
        else if (functionName(recorded[index]?.name ?? '') !== '') leftOver = true;
      });
      return byFunction;
    });
    return { outline, frames, seen, leftOver };
  }

  /** The recorded lines of the function may not be those of its text: the file was written later, and nothing shows that the function is as long as it was. */
  private linesMayDiffer({ path, function: index }: CostQuestion, file: PlacedFile): boolean {
    const written = file.outline.functions[index];
    return written !== undefined && this.isNewer(path) && !this.wasAsLong(path, index, written, file.outline) && !hasKeptItsDistance(index, written, file);
  }

  private wasAsLong(path: string, index: number, written: OutlinedFunction, { functions }: FileOutline): boolean {
    return this.captures.some((capture) => {
      const recorded = capture?.reached?.filter(({ url }) => this.pathOf(url) === normalPath(path)).flatMap((file) => file.functions) ?? [];
      const matches = matchFunctions(recorded, functions);
      return recorded.some((each, at) => matches[at]?.function === index && each.endLine - each.line === written.endLine - written.line);
    });
  }
}

/** The next function behind it that the profiles know has moved as far as it has, so no line came or went between their beginnings. */
function hasKeptItsDistance(index: number, { endLine }: OutlinedFunction, { outline, frames }: PlacedFile): boolean {
  const shiftOf = (each: number): number | undefined => frames.flatMap((byFunction) => byFunction.get(each) ?? [])[0]?.match.shift;
  const own = shiftOf(index);
  const behind = outline.functions.map((each, at) => ({ line: each.line, shift: each.line > endLine ? shiftOf(at) : undefined })).filter(({ shift }) => shift !== undefined);
  const next = behind.sort((a, b) => a.line - b.line)[0];
  return own !== undefined && next?.shift === own;
}

interface PlacedFile {
  readonly outline: FileOutline;
  /** One for each profile. */
  readonly frames: readonly FramesByFunction[];
  readonly seen: boolean;
  /** The profiles have functions of this file that its text does not have. */
  readonly leftOver: boolean;
}

function recordedFunction({ profile: { frames } }: Calls, frame: number): { readonly name: string; readonly line: number; readonly column: number } {
  return { name: frames.strings[frames.name[frame] ?? 0] ?? '', line: frames.line[frame] ?? 0, column: frames.column[frame] ?? 0 };
}

function sumOf(times: readonly ScopeTime[]): ScopeTime {
  const sum = (of: (time: ScopeTime) => number): number => times.reduce((all, each) => all + of(each), 0);
  return {
    seen: times.some(({ seen }) => seen),
    self: sum(({ self }) => self), total: sum(({ total }) => total), most: sum(({ most }) => most),
    samples: sum(({ samples }) => samples), mostSamples: sum(({ mostSamples }) => mostSamples),
  };
}
